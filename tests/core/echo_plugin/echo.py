"""Answers with what it was given."""


class EchoWorkflow:
    def execute(self, input_data: dict[str, object]) -> dict[str, object]:
        return {"got": input_data}
