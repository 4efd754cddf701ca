"""Write the score card that comes with the package: every origin scored, the record run beside what was observed."""

import json

from tregua.analysis.backtest import backtest
from tregua.analysis.card import PATH, card_record
from tregua.analysis.history import history

if __name__ == "__main__":
    record = card_record(backtest(), history())
    PATH.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
