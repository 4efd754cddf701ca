"""Tags."""

from tregua.show.html import tag


def test_tags_escape_what_is_not_html() -> None:
    assert tag("p", "<&>", tag("b", "x"), title='"') == '<p title="&quot;">&lt;&amp;&gt;<b>x</b></p>'
    assert tag("meta", charset=None) == "<meta/>"
