"""The part of the face that judges who is who across articles.

A user's judgement is kept until it is taken back; those of rules are drawn anew whenever
one changes. The articles follow in the same transaction.
"""

import re
from abc import ABC
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from politigraph.extract.errors import UnreadableSource
from politigraph.graph import lookup
from politigraph.graph.errors import UnknownItem
from politigraph.graph.identity import Identity
from politigraph.graph.identity_judgements import (
    LEFT_TO_USERS,
    InvalidJudgement,
    Judgement,
    judgement_line,
    parse_judgement,
    united,
)
from politigraph.graph.iris import article_id, entity_id, entity_iri, graph_iri
from politigraph.graph.store import Store
from politigraph.graph.update_text import data


@dataclass(frozen=True, slots=True)
class Judged:
    """How many judgements of each kind rules have drawn, and whether the graph changed."""

    merges: int
    splits: int
    changed: bool


class Judging(ABC):
    """How a ``KnowledgeGraph`` is told, and tells, which entities are one."""

    store: Store

    def judge(self) -> Judged:
        """Draw the judgements that rules make of identity anew, after articles came or went.

        From now on they judge here, whatever was chosen before. Raise ``StoreReadOnly``.
        """
        self._leave_to_users(False)
        return self._judge()

    def rejudge(self) -> Judged:
        """Do as ``judge`` does, but nothing where rules were forgotten for good.

        ``politigraph build`` does it before it infers links. Raise ``StoreReadOnly``.
        """
        return self._judge() if self.rules_judge else Judged(0, 0, changed=False)

    def forget_rules(self, *, for_good: bool = False) -> bool:
        """Take back all that rules judged, and leave what users did; tell whether anything went.

        ``for_good`` is kept in the store: no build judges by rules again until ``judge`` is called.
        """
        if for_good:
            self._leave_to_users(True)
        return self.store.judge(self._by_user())

    @property
    def rules_judge(self) -> bool:
        """Whether rules judge who is who here: they do until they are forgotten for good."""
        return LEFT_TO_USERS not in self.store.oxigraph

    def judgements(self, entity: str = "") -> tuple[Judgement, ...]:
        """Return what is judged, those of users first; with ``entity`` only what concerns it."""
        found = self.store.identity.judgements
        if not entity:
            return found
        key = self._entity(entity)
        return tuple(j for j in found if key in self._concerned(j))

    def merge(self, entity: str, other: str, *, reason: str = "") -> Judgement:
        """Hold two entities, by id, IRI or name, for one, which keeps the first one's id.

        Raises ``UnknownItem``, ``AmbiguousName``, or ``InvalidJudgement`` for one entity.
        """
        into, merged = self._entity(entity), self._entity(other)
        if Identity(self._by_user()).root(into) == Identity(self._by_user()).root(merged):
            raise InvalidJudgement(
                f"{entity!r} and {other!r} are one already: {self.store.identity.node(into)}",
                hint="see politigraph judgements",
            )
        judgement = self._worded(Judgement("merge", merged, into, reason=reason))
        pair = {judgement.entity, judgement.into}
        kept = [j for j in self._by_user() if j.kind != "distinct" or {j.entity, j.into} != pair]
        self._hold((*kept, judgement))
        return judgement

    def split(
        self, entity: str, articles: Sequence[str], *, into: str = "", reason: str = ""
    ) -> Judgement:
        """Hold what these articles call an entity for another: a new one, or ``into``.

        Raises ``UnknownItem`` also for an article that does not mention the entity.
        """
        from politigraph.graph.identity_drawing import description

        key = self._entity(entity)
        ids = tuple(sorted({article_id(lookup.article(self.store, a)) for a in articles}))
        for article in ids:
            if not self._mentioned(key, article):
                raise UnknownItem(
                    f"the article {article!r} does not mention {key}",
                    hint="list its articles: politigraph entities --json",
                )
        other = self._entity(into) if into else self._new_id(key)
        judgement = self._worded(Judgement("split", key, other, ids, reason=reason))
        told = description(self.store.oxigraph, judgement)
        judgement = replace(judgement, description=told)
        self._hold((*self._by_user(), judgement))
        return judgement

    def unmerge(self, key: str) -> Judgement:
        """Take a judgement back, by its id or by the entity that it moved.

        A rule would draw its own again: against that a judgement of the user's is kept. Return
        what was taken back. Raises ``UnknownItem``, or ``InvalidJudgement`` where several fit.
        """
        gone = self._to_take_back(key)
        kept = [j for j in self._by_user() if j.id != gone.id]
        if not gone.by_user:
            reason = f"against the rule {gone.method}"
            if gone.kind == "split":
                against = Judgement("merge", gone.into, gone.entity, reason=reason)
            else:
                against = Judgement("distinct", gone.entity, gone.into, reason=reason)
            kept.append(self._worded(against))
        self._hold(kept)
        return gone

    def export_judgements(self, path: Path) -> int:
        """Write the judgements of users as JSON Lines; return how many."""
        lines = [f"{judgement_line(judgement)}\n" for judgement in self._by_user()]
        path.write_text("".join(lines), encoding="utf-8")
        return len(lines)

    def import_judgements(self, path: Path) -> int:
        """Add the judgements of a file that ``export_judgements`` wrote; return how many are new.

        All or none: raises ``InvalidJudgement`` with the line that cannot be, and
        ``UnreadableSource`` for the file.
        """
        try:
            lines = path.read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            cause = getattr(error, "strerror", None) or "not UTF-8 text"
            raise UnreadableSource(f"{path}: {cause}", hint="check the file") from error
        told = [
            parse_judgement(line, f"{path}:{number}")
            for number, line in enumerate(lines, 1)
            if line.strip()
        ]
        known = {judgement.id for judgement in self._by_user()}
        self._hold((*self._by_user(), *told))
        return len({judgement.id for judgement in told} - known)

    # -- how

    def _judge(self) -> Judged:
        from politigraph.graph.identity_drawing import drawn

        by_user = self._by_user()
        rules = drawn(self.store.oxigraph, by_user)
        changed = self.store.judge((*by_user, *rules))
        kinds = [judgement.kind for judgement in rules]
        return Judged(kinds.count("merge"), kinds.count("split"), changed)

    def _leave_to_users(self, left: bool) -> None:
        if left == self.rules_judge:
            with self.store.changing() as dataset:
                dataset.update(data("INSERT" if left else "DELETE", {LEFT_TO_USERS}))

    def _by_user(self) -> tuple[Judgement, ...]:
        return tuple(j for j in self.store.identity.judgements if j.by_user)

    def _hold(self, by_user: Iterable[Judgement]) -> None:
        """Let these be what users judged, and draw again what rules make of that."""
        from politigraph.graph.identity_drawing import drawn
        from politigraph.graph.inference import any_links, infer

        held = united(by_user)
        against = self.rules_judge and any(j.kind == "distinct" for j in held)
        ruled = against or self._ruled()
        linked = any_links(self.store)
        rules = drawn(self.store.oxigraph, held) if ruled else ()
        self.store.judge((*held, *rules))
        if linked:
            infer(self.store)

    def _ruled(self) -> bool:
        """Tell whether rules have judged here, and so must again when something changes.

        They have where a judgement of theirs is held, or one that two are distinct, which is
        made against them. Where none is, they may have found nothing that a user left open.
        """
        from politigraph.graph.identity_drawing import drawn

        if not self.rules_judge:
            return False
        held = self.store.identity.judgements
        told = any(not j.by_user or j.kind == "distinct" for j in held)
        return told or not drawn(self.store.oxigraph, held)

    def _entity(self, text: str) -> str:
        """Return an entity's id: as extraction names it where that is asked for, else its node."""
        if text in self.store.identity.entities:
            return text
        return entity_id(lookup.entity(self.store, text))

    def _mentioned(self, entity: str, article: str) -> bool:
        import pyoxigraph as ox

        node = ox.NamedNode(entity_iri(self.store.identity.node(entity, article)))
        graph = ox.NamedNode(graph_iri(article))
        return any(self.store.oxigraph.quads_for_pattern(node, None, None, graph)) or any(
            self.store.oxigraph.quads_for_pattern(None, None, node, graph)
        )

    def _new_id(self, entity: str) -> str:
        """Return the id of one more entity of the same name: ``person/Jon_Hagen~2``."""
        name = lookup.label(self.store, entity).replace(" ", "_")
        base = entity.partition("~")[0] if not re.search(r"/Q?\d+$", entity) else ""
        base = base or f"{entity.partition('/')[0]}/{name}"
        taken = self.store.identity.entities
        return next(key for n in range(2, len(taken) + 3) if (key := f"{base}~{n}") not in taken)

    def _worded(self, judgement: Judgement) -> Judgement:
        from politigraph.graph.identity_mapping import describing

        return replace(
            judgement,
            name=lookup.label(self.store, judgement.entity),
            description=describing(self.store.oxigraph, judgement.into),
        )

    def _concerned(self, judgement: Judgement) -> set[str]:
        nodes = self.store.identity.nodes(judgement.entity)
        return {judgement.entity, judgement.into, *nodes}

    def _to_take_back(self, key: str) -> Judgement:
        held = self.store.identity.judgements
        by_id = [j for j in held if j.id == key]
        if by_id:
            return by_id[0]
        # The name of who was moved now finds the node, which others may have been moved to.
        fitting = [j for j in held if j.name.casefold() == key.casefold() != ""]
        entity = "" if fitting else self._entity(key)
        fitting = fitting or [
            j for j in held if j.entity == entity or (j.kind == "split" and j.into == entity)
        ]
        fitting = fitting or [j for j in held if entity in self._concerned(j)]
        if not fitting:
            raise UnknownItem(
                f"nothing is judged of {key!r}", hint="list them: politigraph judgements"
            )
        if len(fitting) > 1:
            listed = ", ".join(f"{j.id} ({j.kind} {j.entity})" for j in fitting)
            raise InvalidJudgement(
                f"{len(fitting)} judgements concern {key!r}", hint=f"name one: {listed}"
            )
        return fitting[0]
