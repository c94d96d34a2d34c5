"""Lists in the encodings of other programs and countries keep their letters, and a person is told to look."""

from __future__ import annotations

import gzip
import random

import pytest

from core.errors import InputRejected
from core.intake.file_bytes import FileBytes
from core.intake.legacy_encoding import likeliest
from core.intake.table_file import ReadingChoices, open_table

WESTERN = (
    "Name,City,Note\nChloé Müller,Köln,“très bien” – 5 €\nJosé Peña,Málaga,años\nJoão Conceição,São Paulo,–\n"
)
LISTS = {
    "Windows-1252": ("cp1252", WESTERN),
    "Mac Roman": ("mac_roman", WESTERN),
    "Latin-9": ("iso8859-15", "Name,Budget\nHélène Dupont,50 €\nZoë Cœur,10 €\nLoïc Bœuf,5 €\n"),
    "Shift-JIS": ("cp932", "名前,会社\n山田太郎,株式会社テスト\n佐藤花子,東京\n鈴木一郎,カタカナ\n"),
    "GBK": ("gbk", "姓名,公司,城市\n张伟,北京科技有限公司,北京\n王芳,上海贸易,上海\n李娜,广州\n"),
    "KOI8-R": ("koi8_r", "Имя,Город\nИван Петров,Москва\nОльга Смирнова,Санкт-Петербург\n"),
    "Windows-1251": ("cp1251", "Имя,Город\nИван Петров,Москва\nОльга Смирнова,Санкт-Петербург\n"),
    "Windows-1253": ("cp1253", "Όνομα,Πόλη\nΓιώργος Παπαδόπουλος,Αθήνα\nΜαρία,Θεσσαλονίκη\n"),
    "Windows-1254": ("cp1254", "Ad,Şehir\nAyşe Yılmaz,İstanbul\nOğuz Şahin,Eskişehir\n"),
    "EUC-KR": ("euc_kr", "이름,회사\n김철수,서울전자\n박영희,부산\n이민호,대구 주식회사\n"),
    "Big5": ("big5", "姓名,公司\n陳大文,台北科技\n李小龍,高雄\n林志玲,有限公司\n"),
    "Windows-1255": ("cp1255", "שם,עיר\nיוסי כהן,חיפה\nדנה לוי,תל אביב\n"),
    "ISO Cyrillic": ("iso8859-5", "Имя,Город\nИван Петров,Москва\nОльга Смирнова,Тула\n"),
    "DOS Latin-2": ("cp852", "Jméno,Město\nŽaneta Příkrá,Plzeň\nŁukasz Wójcik,Łódź\n"),
    "EUC-JP": ("euc_jp", "名前,会社\n山田太郎,株式会社テスト\nさとう,カタカナ\n"),
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("times", [1, 100])
def test_older_encodings_are_told_by_their_words(name: str, times: int) -> None:
    codec, text = LISTS[name]
    header, _, rows = text.partition("\n")
    table = open_table((header + "\n" + rows * times).encode(codec), "list.csv")
    cells = [",".join(cell for cell in row[1:] if cell) for row in table.sample.head(2).iter_rows()]
    assert table.reading.encoding == name
    assert ",".join(table.headers) == header
    assert cells == text.splitlines()[1:3]
    assert "choose another encoding" in table.reading.notes[0].message


def test_letters_that_are_written_in_ascii_are_read_as_letters() -> None:
    table = open_table("Name,Phone\nJürgen Groß,5\nZoë,6\n".encode("utf-7"), "list.csv")
    assert table.reading.encoding == "UTF-7"
    assert table.sample["c0"].to_list() == ["Jürgen Groß", "Zoë"]
    plain = "Name,Phone,Email\nAda,+49-171-2223,ada+APIs-x@y.org\nBo,+1-212-555,b+news-l@x.org\n"
    table = open_table(plain.encode(), "list.csv")
    assert table.reading.encoding == "UTF-8"
    assert table.sample["c2"].to_list() == ["ada+APIs-x@y.org", "b+news-l@x.org"]


# Lists as short as a person tries out first; by their bytes alone they might be of a neighbour's encoding.
SHORT = {
    "Lithuanian": (
        "cp1257",
        "Rūta;Kazlauskienė;Šiauliai\nEglė;Žukauskaitė;Klaipėda\nAlgirdas;Jankūnas;Mažeikiai\n",
    ),
    "Latvian": (
        "cp1257",
        "Jānis;Bērziņš;Rīga\nLīga;Ozoliņa;Jēkabpils\nMāris;Krūmiņš;Cēsis\nĢirts;Āboliņš;Rīga\n" * 2,
    ),
    "Estonian": ("cp1257", "Jüri;Õunapuu;Pärnu\nTõnu;Mägi;Võru\n"),
    "Polish on a Mac": ("mac_latin2", "Łukasz;Wójcik;Łódź\nMałgorzata;Dąbrowska;Gdańsk\n"),
    "Czech on a Mac": ("mac_latin2", "Jiří;Dvořák;Plzeň\nŽaneta;Říhová;Děčín\nLuboš;Černý;Ústí\n"),
    "Hungarian on a Mac": ("mac_latin2", "Győző;Szőke;Győr\nÁgnes;Kőszegi;Pécs\n"),
    "Czech": ("cp1250", "Jiří;Dvořák;Plzeň\nVěra;Procházková;Brno\n"),
    "Hungarian": (
        "iso8859-2",
        "Győző;Szőke;Győr\nÁgnes;Kőszegi;Pécs\nJenő;Erdős;Budapest\nZoltán;Tóth;Kőszeg\n",
    ),
    "Croatian": ("cp1250", "Željko;Kovačević;Šibenik\nĐurđica;Jurčić;Čakovec\n"),
    "German and Polish": (
        "cp1250",
        "Jürgen;Müller;Köln\nKäthe;Groß;Łódź\nPaweł;Dąbrowski;Würzburg\nMałgorzata;Böhm;Berlin\n",
    ),
    "Greek": ("iso8859-7", "Άννα;Παπαδόπουλος;Αθήνα\nΆγγελος;Οικονόμου;Πάτρα\n"),
    "Japanese": ("euc_jp", "山田;太郎;東京都\n鈴木;花子;大阪市\n"),
    "Chinese": ("gbk", "王;伟;北京\n张;敏;上海\n"),
    "Spanish and French": (
        "cp1252",
        "José;Peña;Málaga\nHélène;Lefèvre;Nîmes\nSofía;Núñez;Cádiz\nChloé;Gérard;Besançon\n",
    ),
    "Danish and Swedish": ("mac_roman", "Søren;Kjær;København\nÅsa;Sjöberg;Göteborg\n"),
    "only signs": ("cp1252", "“Fern” – Co;£5;50 €\nO’Neill;£7;10 €\n"),
    "Turkish": ("cp1254", "Ayşe;Yılmaz;İzmir\nIşıl;Kılıç;Ağrı\n"),
    "Icelandic": ("cp1252", "Þórður;Guðmundsson;Ísafjörður\nÆsa;Jónsdóttir;Akureyri\n"),
}


@pytest.mark.parametrize("language", SHORT)
@pytest.mark.parametrize("times", [1, 30])
def test_a_short_list_keeps_the_letters_of_its_language(language: str, times: int) -> None:
    codec, text = SHORT[language]
    assert (text * times).encode(codec).decode(likeliest((text * times).encode(codec))) == text * times


def test_the_country_of_the_addresses_decides_between_two_readings() -> None:
    row = "Jāņa;{}\nZiedonis Ūdris;{}\nKārlis;{}\n"
    local = row.replace("{}", "x@y.lv").encode("cp1257")
    assert local.decode(likeliest(local)) == row.replace("{}", "x@y.lv")


CHOSEN = {
    **LISTS,
    "Mac Central European": ("mac_latin2", "Jméno,Město\nŽaneta Příkrá,Plzeň\n"),
    "ISO Greek": ("iso8859-7", "Όνομα,Πόλη\nΜαρία,Θεσσαλονίκη\n"),
    "ISO Turkish": ("iso8859-9", "Ad,Şehir\nAyşe Yılmaz,İstanbul\n"),
    "ISO Baltic": ("iso8859-13", "Vārds,Pilsēta\nJānis Bērziņš,Rīga\n"),
}


def test_every_encoding_can_be_chosen_by_its_name() -> None:
    for name, (codec, text) in CHOSEN.items():
        table = open_table(text.encode(codec), "list.csv", ReadingChoices(encoding=name))
        assert (table.reading.encoding, ",".join(table.headers)) == (name, text.splitlines()[0])


@pytest.mark.parametrize(
    "name",
    [
        "Zoë",
        "Åsa Strömberg",
        "Sørensen",
        "François",
        "Ángel Núñez",
        "RENÉE MÜLLER",
        "Käthe Groß",
        "50 €",
        "Weiß – Söhne",
    ],
)
def test_one_western_name_is_enough_for_windows(name: str) -> None:
    assert likeliest(f"{name},x@example.com\n".encode("cp1252")).startswith("cp1252")


def test_a_few_stray_bytes_do_not_spoil_a_list_in_utf8() -> None:
    content = ("Name,City\n" + "Zoë,Köln\n" * 20).encode() + "Renée,Málaga\n".encode("latin-1")
    table = open_table(content, "list.csv")
    assert table.reading.encoding == "UTF-8"
    assert "the first in line 22" in table.reading.notes[0].message
    assert table.sample.rows()[-1] == (22, "Renée", "Málaga")


def test_a_stray_byte_far_from_the_beginning_is_seen() -> None:
    rows = b"Ada,a@example.com,London\n" * 100_000
    table = open_table(
        b"Name,E-mail,City\n" + rows + "Jürgen,j@example.com,Köln\n".encode("cp1252"), "list.csv"
    )
    assert table.reading.encoding == "Windows-1252"
    assert list(table.batches())[-1].frame.row(-1) == (100_002, "Jürgen", "j@example.com", "Köln")


def test_a_character_may_be_cut_by_the_end_of_a_block() -> None:
    text = "Name,E-mail\n" + "".join(f"{'é' * (n % 7)}Zoë語,n{n}@example.com\n" for n in range(60_000))
    for name, codec in (("UTF-8", "utf-8"), ("UTF-16", "utf-16"), ("GBK", "gb18030")):
        table = open_table(text.encode(codec), "list.csv", ReadingChoices(encoding=name))
        names = [name for batch in table.batches() for name in batch.frame["c0"]]
        assert names == [line.split(",")[0] for line in text.splitlines()[1:]]


def test_packed_lists_are_unpacked_member_by_member() -> None:
    packed = gzip.compress(b"Name,E-mail\nAda,a@example.com\n") + gzip.compress(b"Ben,b@example.com\n")
    table = open_table(packed, "list.csv.gz")
    assert table.reading.compressed
    assert table.sample["c0"].to_list() == ["Ada", "Ben"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (gzip.compress(b"Name,E-mail\nAda,a@example.com\n" * 99)[:-20], "damaged or cut off"),
        (gzip.compress(gzip.compress(b"Name,E-mail\n")), "packed with gzip twice"),
        (gzip.compress(b"\0" * 1_000_000), "not text"),
        (gzip.compress(b"a" * 80_000_000, 9), "no line end|500 times"),
        (gzip.compress(b"a,b\n" * 40_000_000, 9), "500 times"),
        (gzip.compress(b""), "is empty"),
    ],
    ids=["cut", "twice", "zeros", "one line", "lines", "empty"],
)
def test_a_bomb_or_damaged_packing_is_refused(content: bytes, says: str) -> None:
    for name in ("list.csv.gz", "list.json.gz"):
        with pytest.raises(InputRejected, match=says if name.startswith("list.csv") else ".+"):
            open_table(content, name)


def test_a_packed_file_larger_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.intake.file_bytes.MAX_UNPACKED", 3_000_000)
    noise = random.Random(1).randbytes(2_000_000).hex().encode()
    with pytest.raises(InputRejected, match="more than 2 GB"):
        list(FileBytes(gzip.compress(noise)).blocks())
