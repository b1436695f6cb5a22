"""`baozhai data check`: what is wrong with a desk's articles, all at once, before they teach."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from service.config import ServiceConfig, TopicSet
from service.registry import Registry
from service.usage import Parser, named_folder, zero_or_more
from training.articles.datamodels import LabelledArticle
from training.articles.problems import Problems
from training.desk.adapt import base_of
from training.desk.adapt_command import add_run
from training.desk.fitting_run import adapt_head
from training.desk.folder import DeskFolder
from training.desk.for_training import lack_for_training, write_for_training
from training.desk.remembered import remember_unlabelled
from training.desk.replay import read_replay
from training.desk.servable import require_servable
from training.desk.sets import DeskSets, read_sets
from training.desk.store_labels import take_from_store
from training.desk.suspects import Suspect, find_suspects
from training.desk.vectors import stores_of
from training.following import Following, followed

_FEW = 60  # articles of a topic, from which on it is learned well
_FEWEST_TO_SUSPECT = 20  # articles; of fewer a model that has not seen them knows nothing


def main(arguments: Sequence[str], settings: ServiceConfig) -> int:
    """Run `baozhai data check`.

    Returns:
        0 if nothing keeps the articles from being learned from; what else is worth a look is told.

    Raises:
        DataError: With all that is wrong: file, row, what is allowed.
    """
    options = _parser().parse_args(arguments)
    desk = DeskFolder(options.desk)
    if not options.from_store:
        desk.require()
    with followed("check", options.by, options.run) as run:
        lines = _check(desk, options, settings, run)
        run.report.tell(lines=tuple(lines))
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0


def _check(
    desk: DeskFolder, options: argparse.Namespace, settings: ServiceConfig, run: Following
) -> list[str]:
    if options.from_store:
        run.stage("importing")
        take_from_store(desk, settings)
    run.stage("checking")
    desk.require()
    topics, problems = desk.read_topics(settings.topics), Problems()
    sets = read_sets(desk, topics, problems)
    problems.raise_if_any()
    serving = Registry.open().current()
    require_servable(serving)
    lines = _amounts(desk, sets, topics)
    lack, remembered = lack_for_training(desk, sets), None
    if options.remember and lack is None:
        remembered = remember_unlabelled(
            desk, sets, settings, run, n=options.remember, from_store=options.from_store
        )
    if lack is None:
        write_for_training(desk, sets, serving.model, remembered)
    if remembered:
        lines.append(f"没标过的 {len(remembered)} 篇写下了在用的模型怎么看 (old knowledge to hold)")
    lines.append(_next_step(desk, lack))
    if options.suspects and len(sets.learned) + len(sets.test) < _FEWEST_TO_SUSPECT:
        lines.append(f"不到 {_FEWEST_TO_SUSPECT} 篇，不找可疑的标签 (too few to suspect any)")
    elif options.suspects:
        run.stage("reading")
        lines += _told(_suspects(sets, topics, settings, run), topics, options.suspects)
    return lines


def _parser() -> Parser:
    parser = Parser(
        prog="baozhai data",
        description="标好的文章有什么不对，一次说完。(All that is wrong with labelled articles.)",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="check")
    what = "检查标好的文章，并留出检验集 (check, deal the test)"
    check = actions.add_parser("check", help=what, description=what)
    check.add_argument("desk", type=named_folder, help="自己的文件夹 (the desk's folder)")
    check.add_argument(
        "--suspects",
        type=zero_or_more,
        default=20,
        metavar="N",
        help="列出最可疑的 N 个标签，默认 %(default)s；0 不列，也就不必读文章 (labels to look at)",
    )
    check.add_argument(
        "--remember",
        type=zero_or_more,
        default=0,
        metavar="N",
        help="给 train 备下至多 N 篇没标过的文章和在用的模型对它们的看法，免得忘了旧的：文件夹里"
        "以 unlabelled 开头的表格，加 --from-store 还有存下的各期 (unlabelled, to distil from)",
    )
    add_run(check)
    return parser


def _amounts(desk: DeskFolder, sets: DeskSets, topics: TopicSet) -> list[str]:
    named = {"学习": sets.train, "校准": sets.validation, "检验": sets.test}
    lines = [
        f"{name} {len(found)} 篇：{_per_topic(found, topics)}" for name, found in named.items()
    ]
    if sets.n_repeats:
        lines.append(f"重复的或与检验集大半相同的 {sets.n_repeats} 篇不学 (repeats are left out)")
    if sets.test and not desk.own_sets["test"]:
        lines.append(f"留作检验的文章记在 {desk.dealt}，从此不变 (the test is frozen)")
    counts = Counter(article.topic for article in sets.learned)
    scarce = [topic for topic in topics.topics if counts[topic.id] < _FEW]
    if scarce:
        told = "、".join(f"{topic.zh} {counts[topic.id]}" for topic in scarce)
        lines.append(f"不到 {_FEW} 篇的主题：{told}；新主题尤其要多标 (topics with few articles)")
    return lines


def _next_step(desk: DeskFolder, lack: str | None) -> str:
    if lack is not None:
        return f"还不能用 baozhai train：{lack}"
    return (
        f"接着：baozhai adapt {desk.path}；有几千篇，要让编码器也学：baozhai train {desk.path} "
        "(next: adapt, or train in full)"
    )


def _per_topic(articles: Sequence[LabelledArticle], topics: TopicSet) -> str:
    counts = Counter(article.topic for article in articles)
    return "、".join(f"{topics[label].zh} {counts[label]}" for label in topics.labels)


def _suspects(
    sets: DeskSets, topics: TopicSet, settings: ServiceConfig, following: Following
) -> list[Suspect]:
    """The labels of all sets, for one that is wrong in the test misleads most."""
    articles = [*sets.learned, *sets.test]
    registry = Registry.open()
    base = base_of(registry.current(), registry).model
    vectors = stores_of(settings)(base).read(articles, following.on_done)
    replay, max_risk = read_replay(base), settings.max_risk
    found = adapt_head(base, topics, articles, vectors, replay, max_risk=max_risk)
    return find_suspects(articles, found.fitted.cross_fitted, found.change.new)


def _told(suspects: Sequence[Suspect], topics: TopicSet, n: int) -> list[str]:
    if not suspects:
        return ["没有可疑的标签 (no suspect labels)"]
    head = f"可疑的标签 {len(suspects)} 个，最可疑的先看 (least believed first)："
    return [head, *(_line(suspect, topics) for suspect in suspects[:n])]


def _line(suspect: Suspect, topics: TopicSet) -> str:
    article = suspect.article
    name = article.title or article.text[:20].replace("\n", " ")
    return (
        f"  {article.place} {article.id} 《{name}》：标的 {topics[article.topic].zh} "
        f"{suspect.probability:.0%}，像 {topics[suspect.likelier].zh} "
        f"{suspect.probability_of_likelier:.0%}"
    )
