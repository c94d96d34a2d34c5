// The deal board. All text comes in as data and is written as text, never as markup.
// Two events go out: "move" {deal, to, version} and "open" {deal}.

const moved = new WeakMap() // board → id of the deal that was moved last, to give it the focus back

export default function (component) {
  const { data, parentElement, setTriggerValue } = component
  const board = parentElement.querySelector(".board")
  if (!board || !data) return

  const send = (deal, to) => {
    moved.set(board, deal.id)
    say(parentElement, `${deal.name}: ${data.labels[to]}…`)
    setTriggerValue("move", { deal: deal.id, to, version: deal.version })
  }
  const open = (deal) => setTriggerValue("open", { deal: deal.id })

  board.setAttribute("aria-label", data.title)
  const columns = data.columns.map((column) => drawColumn(column, data, send, open))
  const isOpen = (_, place) => !data.columns[place].closed
  const closing = make("div", "closing", columns.filter((...found) => !isOpen(...found)))
  board.replaceChildren(...columns.filter(isOpen), closing)

  const back = moved.get(board)
  const card = back && [...board.querySelectorAll(".card")].find((one) => one.dataset.deal === back)
  if (card) {
    moved.delete(board)
    card.querySelector("select").focus({ preventScroll: true })
  }
}

function drawColumn(column, data, send, open) {
  const heading = make("h3", "", [column.label])
  const count = make("span", "count", [column.count])
  const cards = column.cards.map((deal) => drawCard(deal, column, data, send, open))
  const list = make("ul", "cards", cards)
  const parts = [make("header", "", [heading, count])]
  if (column.total) parts.push(make("p", "total", [column.total]))
  if (column.note) parts.push(make("p", "note", [column.note]))
  if (cards.length) parts.push(list)
  else parts.push(make("p", "empty", [column.empty]))
  if (column.more) parts.push(make("p", "note", [column.more]))
  const section = make("section", column.closed ? "column closed" : "column", parts)
  section.setAttribute("aria-label", `${column.label}, ${column.count}`)
  section.ondragover = (event) => {
    if (!event.dataTransfer.types.includes("application/x-deal")) return
    event.preventDefault()
    section.classList.add("over")
  }
  section.ondragleave = (event) => {
    if (!section.contains(event.relatedTarget)) section.classList.remove("over")
  }
  section.ondrop = (event) => {
    event.preventDefault()
    section.classList.remove("over")
    const deal = JSON.parse(event.dataTransfer.getData("application/x-deal") || "null")
    if (deal && deal.stage !== column.stage) send(deal, column.stage)
  }
  return section
}

function drawCard(deal, column, data, send, open) {
  const name = make("button", "name", [deal.name])
  name.type = "button"
  name.onclick = () => open(deal)
  const parts = [name, make("p", "company", [deal.company])]
  if (deal.value) parts.push(make("p", "value", [deal.value]))
  const facts = make("p", "facts", [])
  for (const fact of deal.facts) facts.append(make("span", fact.kind, [fact.text]), " ")
  parts.push(facts)
  if (deal.moves.length) parts.push(drawMove(deal, column, data, send))
  const card = make("li", "card", parts)
  card.dataset.deal = deal.id
  card.draggable = deal.moves.length > 0
  card.ondragstart = (event) => {
    const kept = { id: deal.id, name: deal.name, version: deal.version, stage: column.stage }
    event.dataTransfer.setData("application/x-deal", JSON.stringify(kept))
    event.dataTransfer.effectAllowed = "move"
    card.classList.add("dragged")
  }
  card.ondragend = () => card.classList.remove("dragged")
  return card
}

// The same move by keyboard, by touch and for screen readers.
function drawMove(deal, column, data, send) {
  const select = document.createElement("select")
  select.setAttribute("aria-label", `Move ${deal.name} to`)
  const first = make("option", "", ["Move to…"])
  first.value = ""
  select.append(first)
  for (const stage of deal.moves) {
    const option = make("option", "", [data.labels[stage]])
    option.value = stage
    select.append(option)
  }
  // The arrow keys walk through the choices; only a made choice moves the deal.
  let walked = false
  select.onkeydown = (event) => {
    walked = event.key.startsWith("Arrow")
    if (event.key === "Enter" && select.value) send(deal, select.value)
  }
  select.onpointerdown = () => { walked = false }
  select.onchange = () => {
    if (!walked && select.value) send(deal, select.value)
  }
  return select
}

function say(parent, text) {
  parent.querySelector(".said").textContent = text
}

function make(tag, kind, children) {
  const element = document.createElement(tag)
  if (kind) element.className = kind
  element.append(...children.map((child) => (typeof child === "number" ? String(child) : child)))
  return element
}
