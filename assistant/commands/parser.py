"""The command line's parser: what can be asked of it, with which options, and what starts then.

What a command needs is imported when it runs, so that the others start as fast.
"""

import argparse
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - argparse names it so
Start: TypeAlias = Callable[[argparse.Namespace], Coroutine[Any, Any, None] | None]
"""Runs a command, or returns the coroutine that does."""
CHANNELS = ("standard",)
"""The channels whose accounts an owner makes; the chat page and the terminal make their own."""
WORKERS_MAX = 64
WEEKS_MAX = 12
DEMO_DAYS_MAX = 1000


def build_parser() -> argparse.ArgumentParser:
    """Return the parser: each command sets `start`, a function of the parsed options."""
    parser = argparse.ArgumentParser(prog="python -m assistant", description="A shop you can text.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add(commands, "run", "migrate, load the demo shop into an empty database, and serve", _run)
    serve = _add(commands, "serve", "serve on a database that is ready", _serve)
    serve.add_argument("--workers", type=_count, default=1, help="how many processes share the address (default: 1)")
    serve.add_argument("--web-only", action="store_true", help="leave turns and deliveries to `worker`")
    worker = _add(commands, "worker", "take turns and deliver replies, without a door", _worker, has_shop=False)
    worker.add_argument("--health-port", type=int, help="serve /health, /health/ready and /metrics on this port")
    chat = _add(commands, "chat", "talk to the shop in the terminal", _chat)
    chat.add_argument("--as", dest="sender", help="whose conversation it is (default: your login name)")
    explain = _add(commands, "explain", "say which rule reads which words of a message", _explain)
    explain.add_argument("text")
    explain.add_argument("--asked", help="what the assistant had asked before: time, confirm_booking, offer, name, ...")
    explain.add_argument("--after", action="append", default=[], metavar="TEXT", help="what the customer wrote before")
    explain.add_argument("--conversation", type=int, metavar="NUMBER", help="the stored conversation that it goes on")
    curl = _add(commands, "curl", "print a signed message for the webhook", _curl)
    curl.add_argument("text", nargs="?", default="Hi, can I get a haircut tomorrow at 3? I'm Joe")
    curl.add_argument("--account", default="demo", help="which webhook account it is for (default: demo)")
    replies = _add(commands, "replies", "print the newest replies of a webhook account", _replies)
    replies.add_argument("--account", default="demo", help="whose replies (default: demo)")
    migrate = _add(commands, "migrate", "bring the database's schema to head", _migrate, has_shop=False)
    migrate.add_argument("--check", action="store_true", help="only compare models and migrations, without a database")
    migrate.add_argument("--write-fingerprint", action="store_true", help="rewrite what the migrations lead to")
    _add_forecast(commands)
    _add_mood(commands)
    _add_backup(commands)
    _add_shop(commands)
    _add_demo(commands)
    _add_inbox(commands)
    _add_answers(commands)
    _add_account(commands)
    return parser


def _add(
    commands: Commands, name: str, help_text: str, start: Start, *, has_shop: bool = True
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=help_text, description=help_text)
    if has_shop:
        parser.add_argument("--shop", help="the slug of the shop, where the database has several")
    parser.set_defaults(start=start)
    return parser


def _add_mood(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    mood = _add(commands, "mood", "how customers feel, what they complain of, how they rate their visits", _mood)
    mood.add_argument("--weeks", type=int, default=8, help="how many weeks, this one included (default: 8)")
    mood.add_argument("--plot", type=Path, metavar="FILE", help="draw it: a .png, .svg or .pdf")
    mood.add_argument("--json", action="store_true", help="print the report as JSON")


def _add_forecast(commands: Commands) -> None:
    forecast = _add(
        commands, "forecast", "say how many bookings the coming weeks will have, and whether they fit", _forecast
    )
    forecast.add_argument("--weeks", type=_weeks, default=4, help="how many weeks ahead, 1 to 12 (default: 4)")
    forecast.add_argument("--by", choices=("hours", "service", "resource"), help="tell each day apart as well")
    forecast.add_argument("--plot", type=Path, metavar="FILE", help="draw it: a .png, .svg or .pdf")
    forecast.add_argument("--json", action="store_true", help="print everything as JSON instead")


def _add_backup(commands: Commands) -> None:
    backup = _add(commands, "backup", "save all data in one file, and try it out", _backup, has_shop=False)
    backup.add_argument("target", nargs="?", type=Path, metavar="FILE|DIRECTORY")
    backup.add_argument("--no-verify", action="store_true", help="do not restore it into a scratch database")
    restore = _add(commands, "restore", "bring a backup into an empty database", _restore, has_shop=False)
    restore.add_argument("file", type=Path)
    restore.add_argument("--into", metavar="NAME", help="another database of the same server, made if it is missing")
    restore.add_argument("--check", action="store_true", help="only try it, in a scratch database")
    _add(commands, "doctor", "say what is wrong with this installation, and what to do", _doctor, has_shop=False)


def _add_shop(commands: Commands) -> None:
    parser = commands.add_parser("shop", help="the shop as a file")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    load = _add(actions, "load", "bring the database to what a shop file says", _shop_load, has_shop=False)
    load.add_argument("file", type=Path)
    _add(actions, "show", "print the shop as a file", _shop_show)


def _add_demo(commands: Commands) -> None:
    parser = commands.add_parser("demo", help="a made-up past for a demo shop")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    history = _add(actions, "history", "fill a demo shop with a made-up past", _demo_history)
    history.add_argument("--days", type=_days, default=400, help="how long it is, 1 to 1000 (default: 400)")
    history.add_argument("--seed", type=int, default=1, help="another number makes another past (default: 1)")
    _add(actions, "forget", "take the made-up past away, and nothing else", _demo_forget)


def _add_inbox(commands: Commands) -> None:
    parser = _add(commands, "inbox", "the conversations that wait for a person", _inbox_list)
    actions = parser.add_subparsers(metavar="ACTION")
    _add(actions, "list", "who waits", _inbox_list)
    for name, help_text, start in (
        ("show", "print a conversation", _inbox_show),
        ("answer", "write to the customer", _inbox_answer),
        ("hand-back", "let the assistant answer again", _inbox_hand_back),
    ):
        action = _add(actions, name, help_text, start, has_shop=False)
        action.add_argument("conversation", type=int)
        if name == "answer":
            action.add_argument("text")


def _add_answers(commands: Commands) -> None:
    parser = _add(commands, "answers", "the questions that could not be answered", _answers_gaps)
    parser.add_argument("--json", action="store_true", help="print them as JSON")
    actions = parser.add_subparsers(metavar="ACTION")
    entries = _add(actions, "list", "print what is answered", _answers_list)
    entries.add_argument("--json", action="store_true", help="print it as JSON")
    for name, help_text, start in (
        ("teach", "answer questions from the next message on", _answers_teach),
        ("dismiss", "take questions off the list", _answers_dismiss),
    ):
        action = _add(actions, name, help_text, start)
        action.add_argument(
            "number", type=int, metavar="GROUP", help="the number of a group, or of one of its questions"
        )
        action.add_argument(
            "--only", action="store_true", help="the question of that number, not all that ask the same"
        )
        if name == "teach":
            _add_lesson(action)
    change = _add(actions, "change", "give another answer where one was taught", _answers_change)
    change.add_argument("slug", metavar="SLUG")
    change.add_argument("answer", metavar="ANSWER")
    forget = _add(actions, "forget", "take back what was taught", _answers_forget)
    forget.add_argument("slug", metavar="SLUG")


def _add_lesson(action: argparse.ArgumentParser) -> None:
    # One positional, whatever it is: argparse would not find one that may be left out behind an option.
    action.add_argument("answer", metavar="ANSWER|SLUG", help="what to answer; after --same-as a short name")
    action.add_argument(
        "--same-as", action="store_true", help="what follows is the short name of an answer that exists"
    )
    action.add_argument(
        "--question", help="how to put the question where it is offered (default: as it was asked most)"
    )


def _add_account(commands: Commands) -> None:
    parser = _add(commands, "account", "the lines into the shop", _account_list)
    actions = parser.add_subparsers(metavar="ACTION")
    _add(actions, "list", "print the accounts", _account_list)
    for name, help_text, start in (("add", "make one", _account_add), ("set", "change one", _account_set)):
        action = _add(actions, name, help_text, start)
        action.add_argument("channel", choices=CHANNELS)
        action.add_argument("name")
        action.add_argument("--reply-url", default="" if name == "add" else None, help="where replies are posted to")
        if name == "set":
            action.add_argument("--rotate", action="store_true", help="take a new secret; the old one stays good")


def _run(options: argparse.Namespace) -> None:
    from assistant.commands.serve import run

    run(options.shop)


def _serve(options: argparse.Namespace) -> None:
    from assistant.commands.serve import serve

    serve(options.shop, workers=options.workers, web_only=options.web_only)


def _worker(options: argparse.Namespace) -> None:
    from assistant.commands.serve import work

    work(options.health_port)


def _count(text: str, most: int = WORKERS_MAX) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {most}, not {text!r}")
    return int(text)


def _weeks(text: str) -> int:
    return _count(text, WEEKS_MAX)


def _days(text: str) -> int:
    return _count(text, DEMO_DAYS_MAX)


def _forecast(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.forecast import show_forecast

    return show_forecast(options.shop, weeks=options.weeks, plot=options.plot, by=options.by, as_json=options.json)


def _chat(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.chat import chat

    return chat(options.shop, options.sender)


def _explain(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.explain import Opening, show_explanation

    opening = Opening(asked=options.asked, conversation_id=options.conversation, after=tuple(options.after))
    return show_explanation(options.text, options.shop, opening=opening)


def _curl(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.curl import show_curl

    return show_curl(options.text, options.account, options.shop)


def _replies(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.replies import show_replies

    return show_replies(options.account, options.shop)


def _migrate(options: argparse.Namespace) -> Coroutine[Any, Any, None] | None:
    from assistant.commands.migrate import check_migrations, rewrite_fingerprint, show_migrate

    if options.write_fingerprint:
        rewrite_fingerprint()
        return None
    return check_migrations() if options.check else show_migrate()


def _mood(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.mood import show_moods

    return show_moods(options.shop, weeks=options.weeks, plot=options.plot, as_json=options.json)


def _backup(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.backup import show_backup

    return show_backup(options.target, verify=not options.no_verify)


def _restore(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.restore import show_restore

    return show_restore(options.file, into=options.into, check=options.check)


def _doctor(_: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.doctor import show_doctor

    return show_doctor()


def _shop_load(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.shop import load

    return load(options.file)


def _shop_show(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.shop import show

    return show(options.shop)


def _demo_history(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.demo import make

    return make(options.shop, days=options.days, seed=options.seed)


def _demo_forget(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.demo import forget

    return forget(options.shop)


def _inbox_list(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.inbox import show_list

    return show_list(options.shop)


def _inbox_show(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.inbox import show

    return show(options.conversation)


def _inbox_answer(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.inbox import answer

    return answer(options.conversation, options.text)


def _inbox_hand_back(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.inbox import give_back

    return give_back(options.conversation)


def _answers_gaps(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.answers import show_gaps

    return show_gaps(options.shop, as_json=options.json)


def _answers_list(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.answers import show_entries

    return show_entries(options.shop, as_json=options.json)


def _answers_teach(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.answers import Chosen, teach, teach_same
    from assistant.commands.session import CommandError

    chosen = Chosen(options.number, options.only)
    if options.same_as and options.question is not None:
        raise CommandError("--question goes with a new answer: the one of --same-as has its question")
    if options.same_as:
        return teach_same(chosen, options.shop, same_as=options.answer)
    return teach(chosen, options.shop, answer=options.answer, question=options.question)


def _answers_dismiss(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.answers import Chosen, dismiss

    return dismiss(Chosen(options.number, options.only), options.shop)


def _answers_change(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.answers import change

    return change(options.slug, options.shop, answer=options.answer)


def _answers_forget(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.answers import forget

    return forget(options.slug, options.shop)


def _account_list(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.account import show_list

    return show_list(options.shop)


def _account_add(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.account import add

    return add(options.channel, options.name, options.reply_url, options.shop)


def _account_set(options: argparse.Namespace) -> Coroutine[Any, Any, None]:
    from assistant.commands.account import change

    return change(options.channel, options.name, options.reply_url, options.shop, rotate=options.rotate)
