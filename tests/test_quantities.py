"""Promises, years and places in running text; the words of the field; the pipeline that puts them together."""

import tomllib
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from perflint_zh_models.library import read_library
from perflint_zh_models.quantities.evaluate import answers, score
from perflint_zh_models.quantities.places import own_place, own_town, unlisted_places
from perflint_zh_models.quantities.promises import promises
from perflint_zh_models.quantities.words import pairs, shared, unspaced
from perflint_zh_models.quantities.years import years
from perflint_zh_models.segment import cut
from perflint_zh_models.segment.cut import read_dictionary, words

SENTENCES = tomllib.loads((Path(__file__).parent / "samples" / "promises.toml").read_text(encoding="utf-8"))["sentence"]

texts = st.text(
    alphabet="第每各其中2024年度至月底前《》〔〕号比较截至平山县灵寿市全，。 \n0123456789.%个人万元份率达到",
    max_size=60,
)


@pytest.mark.parametrize("sentence", SENTENCES, ids=[str(n) for n in range(1, len(SENTENCES) + 1)])
def test_figures_years_and_places_of_a_sentence(sentence) -> None:
    """Every figure, year and place is found once, and partial figures are known as such."""
    found = answers(sentence["text"])

    for sort, counted in found.items():
        assert sorted(sentence.get(sort, [])) == sorted(counted.elements()), sort


def test_the_evaluation_counts_right_missed_and_wrong() -> None:
    """A missed figure and a wrong one are counted apart."""
    counted = score([{"text": "印制手册300份", "figures": ["300 份", "5 人"]}, {"text": "培训20人", "figures": []}])

    assert counted["figures"] == (1, 1, 1)


@given(texts)
def test_any_text_is_read(text) -> None:
    """Nothing raises, and a promise stands where it says."""
    plain = unspaced(text)

    assert all(0 <= promise.start < promise.end <= len(plain) for promise in promises(text))
    assert all(1900 <= year.year <= 2099 for year in years(text))


@pytest.mark.parametrize(
    ("department", "place"),
    [
        ("灵寿县人民政府办公室", "灵寿县"),
        ("中共青河县委办公室", "青河县"),
        ("共青团桐岭县委员会", "桐岭县"),
        ("定州市水利局", "定州市"),
        ("党委", None),
        (None, None),
    ],
)
def test_a_department_says_whose_it_is(department, place) -> None:
    """The county or city is read from the name of the department."""
    assert own_place(department) == place


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("改善云岭县人居环境，促进全县经济发展，提升本县城乡面貌", {"云岭县"}),
        ("保障荔溪县污水处理厂稳定运行", {"荔溪县"}),
        ("支付县城路灯电费，疏浚县城段河道，落实县道养护", set()),
        ("巩固脱贫县成果，创建示范县", set()),
    ],
)
def test_a_county_on_no_list_is_told_by_the_words_around(text, found) -> None:
    """A word before 县 makes no county; 全县 and 县城 are none."""
    assert unlisted_places(text) == found


def test_towns_are_told_the_same_way() -> None:
    """A town's name is no word or a feature of the land."""
    ends = ("镇", "乡", "街道")

    assert unlisted_places("提升石桥镇人居环境，发放西关街道补助，建设特色镇，覆盖全镇", ends) == {"石桥镇", "西关街道"}
    assert own_town("临桑县柳河镇人民政府") == "柳河镇"
    assert own_town("临桑县教育局") is None


def test_words_that_say_nothing_are_not_compared() -> None:
    """Two texts are about one thing when they share more than function words and kinds of measure."""
    assert pairs("完成率") == frozenset()
    assert shared("宣传品印制数量", "每份宣传品的费用") > 0
    assert shared("培训人数", "清运完成数量") == 0


@given(st.text(alphabet="保障办公用房维修率达到95%，。每人a1 \n", max_size=40))
def test_words_joined_give_the_text(text) -> None:
    """Cutting loses and adds nothing."""
    assert "".join(cut(text)) == text


def test_words_of_the_field_are_words() -> None:
    """Heads of measures stay whole."""
    assert cut("宣传到位率和故障排除率") == ["宣传", "到位率", "和", "故障排除率"]


def test_the_dictionary_is_consistent() -> None:
    """Frequencies are positive and add up to the total that jieba divides by."""
    frequencies = dict(words().items())

    assert read_dictionary().total == sum(frequencies.values())
    assert min(frequencies.values()) > 0
    assert len(frequencies) > 30_000


def test_cutting_is_the_same_as_with_all_words_known_from_the_start() -> None:
    """jieba is taught only the words that a text may have; what stands before or behind them in the dictionary does not matter."""
    everything = jieba.Tokenizer()
    everything.total, everything.initialized = read_dictionary().total, True
    everything.FREQ = dict(words().items())
    for word in tuple(everything.FREQ):
        for end in range(1, len(word)):
            everything.FREQ.setdefault(word[:end], 0)

    texts = [f"{entry.name}。{entry.description}" for entry in read_library()[::50]]

    assert [cut(text) for text in texts] == [list(everything.cut(text)) for text in texts]


def test_the_pipeline_marks_what_the_functions_find() -> None:
    """Spans of figures, years and places lie on whole tokens; project names are entities."""
    from perflint_zh_models.quantities.pipeline import annotate

    (doc,) = annotate(["1.印制手册 300 份。\n2.2024年10月底前完成平山县档案数字化费的验收"], ["档案数字化费"])

    assert [(span.text, span.label_) for span in doc.spans["promises"]] == [
        ("300份", "COUNT"),
        ("2024年10月底前", "DATE"),
    ]
    assert [(span.text, span.label_) for span in doc.spans["years"]] == [("2024", "deadline")]
    assert [span.text for span in doc.spans["places"]] == ["平山县"]
    assert [entity.text for entity in doc.ents] == ["档案数字化费"]


def test_a_county_that_is_none_needs_no_dictionary(monkeypatch) -> None:
    """全县 and 各乡镇 are told from names without cutting the text into words."""
    from perflint_zh_models.quantities import places

    def never(text):
        raise AssertionError(text)

    places.unlisted_places.cache_clear()
    monkeypatch.setattr(places, "cut", never)
    assert places.unlisted_places("提升全县 干部培训质量，覆盖各乡镇", ("县", "镇", "乡")) == frozenset()
