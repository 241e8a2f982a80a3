"""The service on some million quads, against `oxigraph serve` on the same files.

    python benchmarks/serve.py [--articles N] [--workers N] [--seconds S] [--rounds N] [--growth]
                               [--store DIR]

The articles are made up (`press.py`): 1,200 of them are a million quads. Both servers
serve one published state, with the union of all graphs as the default graph.

- look-ups: all properties of a claim chosen at random, in JSON, for 1, 8 and 32 clients that
  keep their connections; the servers take turns. "new" are questions that nobody asked
  before (each has variables of its own), "again" come from 1,000 that were all asked
  before. "µs" is the server's processor time for one, which other work on the machine
  changes less than the rates.
- group-bys: counts over all claims or events, each asked once a round, one client.
- /claims: pages of the list, plain and filtered, one client.
- exports: of the whole store, after the servers have ended.

``--growth`` does all of it again with five times the articles (`make bench-growth`).
"""

import argparse
import json
import os
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import count, product
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from urllib.parse import urlencode

from exports import time_exports
from http_load import Server, address, both, fetch, per_second, running
from press import extractions
from processes import bytes_on_disk, memory, processor_seconds

from politigraph.graph.knowledge_graph import KnowledgeGraph

CLIENTS = (1, 8, 32)
_ASKED_AGAIN = 1000
_LOOK_UP = "SELECT ?p{n} ?o{n} {{ <{claim}> ?p{n} ?o{n} }}"
_PREFIXES = (
    "PREFIX : <https://w3id.org/politigraph/ns#> PREFIX schema: <https://schema.org/> "
    "PREFIX sem: <http://semanticweb.cs.vu.nl/2009/11/sem/> "
)
_GROUP_BYS: Mapping[str, str] = {
    "claims by speaker": "SELECT ?s (COUNT(?c) AS ?n) { ?c :speaker ?s } GROUP BY ?s",
    "claims by outlet and act": (
        "SELECT ?p ?a (COUNT(?c) AS ?n) { ?c :speechAct ?a ; :inArticle/schema:publisher ?p } "
        "GROUP BY ?p ?a"
    ),
    "speakers and topics": (
        "SELECT ?s ?t (COUNT(?c) AS ?n) { ?c :speaker ?s ; :about ?t } GROUP BY ?s ?t "
        "ORDER BY DESC(?n) LIMIT 50"
    ),
    "events by type and place": (
        "SELECT ?t ?p (COUNT(?e) AS ?n) { ?e sem:eventType ?t ; sem:hasPlace ?p } GROUP BY ?t ?p"
    ),
}


def build(store: Path, articles: int) -> None:
    """Put made-up articles in a store, and print what that took."""
    begin, made = monotonic(), 0.0
    with KnowledgeGraph.open(store, writable=True) as graph:
        making = iter(extractions(articles))
        while True:
            start = monotonic()
            extraction = next(making, None)
            made += monotonic() - start
            if extraction is None:
                break
            graph.add(extraction)
    seconds = monotonic() - begin - made
    with KnowledgeGraph.open(store) as graph:
        quads = len(graph.store)
        state = bytes_on_disk(Path(str(graph.store.snapshot)))
    most = getrusage(RUSAGE_SELF).ru_maxrss / 1024
    print(f"serve: {articles:,} made-up articles, {quads:,} quads")
    print(f"  map, store and publish   {quads / seconds:10,.0f} quads/s")
    print(f"  the state on disk        {state / quads:10,.0f} bytes/quad")
    print(f"  with the writer's logs   {bytes_on_disk(store) / quads:10,.0f} bytes/quad")
    print(f"  memory while it is built {most:10,.0f} MiB", flush=True)


def look_ups(claims: Sequence[str], *, new: bool) -> Iterator[str]:
    """Yield questions about claims, without an end."""
    chosen = random.Random(7)
    if not new:
        claims = chosen.sample(claims, min(_ASKED_AGAIN, len(claims)))
    for number in count():
        yield _LOOK_UP.format(claim=chosen.choice(claims), n=number if new else "")


def compare_look_ups(
    servers: Mapping[Server, int], claims: Sequence[str], seconds: float, rounds: int
) -> None:
    """Print a line for each kind of question and number of clients."""
    print("  look-ups clients    politigraph             oxigraph        share")
    for new, clients in product((True, False), CLIENTS):
        asked = look_ups(claims, new=new)
        for server in servers:
            per_second(server, asked, clients, 2.0)  # Processes start, caches fill.
        rates: dict[Server, list[float]] = {server: [] for server in servers}
        costs: dict[Server, list[float]] = {server: [] for server in servers}
        for _, (server, pid) in product(range(rounds), servers.items()):
            used, begin = processor_seconds(pid), monotonic()
            rate = per_second(server, asked, clients, seconds)
            rates[server].append(rate)
            costs[server].append((processor_seconds(pid) - used) / rate / (monotonic() - begin))
        cells = [f"{median(rates[s]):7,.0f}/s {min(costs[s]) * 1e6:4.0f} µs" for s in servers]
        ours, theirs = rates.values()
        share = median(a / b for a, b in zip(ours, theirs, strict=True))
        print(
            f"  {'new' if new else 'again':8} {clients:7}   {'     '.join(cells)} {share:8.2f}",
            flush=True,
        )


def compare_group_bys(servers: Sequence[Server], rounds: int) -> None:
    """Print a line for each query that counts over the whole graph."""
    print("  group-bys                       politigraph      oxigraph   share")
    for name, query in _GROUP_BYS.items():
        times: dict[Server, list[float]] = {server: [] for server in servers}
        for number, server in product(range(rounds), servers):
            asked = f"{_PREFIXES}{query} # {number}"
            times[server].append(fetch(server, address(server, asked))[0])
        ours, theirs = (median(times[server]) for server in servers)
        print(f"  {name:30} {ours:10.3f} s {theirs:11.3f} s {theirs / ours:7.2f}", flush=True)


def time_claims(server: Server, speakers: Sequence[str], requests: int) -> None:
    """Print how long pages of claims take: the first of a list, and the later ones."""
    chosen = random.Random(11)
    first, _ = fetch(server, "/claims")
    times: list[float] = []
    cursor = ""
    for number in range(requests):
        speaker = chosen.choice(speakers)
        filters: list[dict[str, str]] = [
            {"cursor": cursor} if cursor else {},
            {"speaker": speaker},
            {"about": speaker},
            {"speaker": speaker, "cue": "deny"},
        ]
        kind = number % len(filters)
        seconds, body = fetch(server, f"/claims?{urlencode(filters[kind])}")
        times.append(seconds)
        if kind == 0:
            cursor = json.loads(body)["cursor"] or ""
    low, high = median(times), quantiles(times, n=20)[-1]
    print(f"  /claims, the very first page    {first * 1000:8.0f} ms")
    print(
        f"  /claims, {requests} pages: median {low * 1000:.0f} ms, p95 {high * 1000:.0f} ms",
        flush=True,
    )


def measure(articles: int, args: argparse.Namespace) -> None:
    """Build a store and print all tables."""
    if args.store:
        compare(args.store, args)
        time_exports(args.store)
        return
    with TemporaryDirectory() as folder:
        store = Path(folder) / "kg"
        build(store, articles)
        compare(store, args)
        time_exports(store)


def compare(store: Path, args: argparse.Namespace) -> None:
    """Serve a store twice, and print the tables of what is asked."""
    with ExitStack() as stack:
        with KnowledgeGraph.open(store) as graph:
            claims = [str(row["c"]) for row in graph.query("SELECT ?c { ?c a :Claim }")]
            said = graph.query("SELECT ?n { ?c :speaker/schema:name ?n }")
            speakers = [str(row["n"]) for row in said]
        servers = {
            server: stack.enter_context(running(server)) for server in both(store, args.workers)
        }
        ours = next(iter(servers))
        sleep(5)  # All workers are there.
        print(f"  {args.workers} workers, {args.rounds} rounds, medians")
        compare_look_ups(servers, claims, args.seconds, args.rounds)
        compare_group_bys(list(servers), args.rounds)
        time_claims(ours, speakers, 200)
        ended = [f"{memory(pid) >> 20:,} MiB" for pid in servers.values()]
        print(f"  memory at the end: politigraph {ended[0]}, oxigraph {ended[1]}", flush=True)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, help="a store that there is already")
    parser.add_argument("--articles", type=int, default=1200)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=min(4, os.cpu_count() or 1))
    parser.add_argument("--growth", action="store_true", help="again with five times as much")
    args = parser.parse_args()
    for factor in (1, 5) if args.growth and not args.store else (1,):
        measure(args.articles * factor, args)


if __name__ == "__main__":
    main()
