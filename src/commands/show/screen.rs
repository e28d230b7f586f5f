//! The screens of `show`: the glance, a topic, everything, the disagreements, the gaps.

use super::ShowAnswer;
use crate::answer::brief;
use crate::answer::cell::CellView;
use crate::answer::{Depth, Words};
use crate::dataset::model::{Gap, Status, Weakness};
use crate::output::document::{
    Block, Fact, Line, Mark, Span, beside, has_mark, line, with_commands,
};

/// How much text an answer to a question shows before it says that there is more, in characters:
/// a screen.
const SCREEN: usize = 1_500;

/// How much several answers together show.
const SEVERAL: usize = 2_000;

/// How many rows of figures it shows.
const ROWS: usize = 12;

impl<'a> ShowAnswer<'a> {
    /// Whether nothing but the boxed warning was asked for.
    fn only_first(&self) -> bool {
        self.cells().all(|cell| cell.first)
    }

    fn boxed(&self, page: &mut Vec<Block<'a>>) {
        for cell in &self.first {
            let depth = if self.depth != Depth::Glance && self.only_first() {
                Depth::Full
            } else {
                self.depth
            };
            page.push(cell.boxed(self.reader.words, depth, &self.command(cell.id())));
        }
    }

    pub(super) fn draw_glance(&self, page: &mut Vec<Block<'a>>) {
        let mut title = self.column().title();
        if self.reader.words == Words::Professional {
            if let Some(form) = self.form.as_ref().and_then(|it| it.glance.first()) {
                title.push(Span::Text(format!(" · {}", form.said(self.reader.words)).into()));
            }
            title.push(Span::Text(format!(" · {}", self.treatment.maker).into()));
        }
        page.push(Block::Title(title));
        page.push(Block::Paragraph(self.treatment.status(self.reader.words)));
        self.boxed(page);
        let mut facts = Vec::new();
        let shown = self.glance.iter().filter_map(|(path, sub)| {
            self.cells().find(|cell| cell.topic == *path && !cell.first).map(|cell| (cell, *sub))
        });
        for (cell, sub) in shown {
            let label = match self.reader.words {
                Words::Professional if sub => cell.brief.to_lowercase(),
                Words::Professional => cell.brief.to_uppercase(),
                Words::Plain => cell.heading(self.reader.words).to_owned(),
            };
            facts.push(Fact { label: label.into(), sub, lines: self.brief(cell) });
        }
        if !self.positions.is_empty() {
            let order = self.column().regulator.dates;
            let lines = self.positions.iter().map(|it| it.glance(order)).collect();
            facts.push(Fact::new("PAID FOR", lines));
        }
        page.push(Block::Facts(facts));
        self.next_steps(page);
    }

    /// A cell on the first screen.
    fn brief(&self, cell: &CellView<'a>) -> Vec<Line<'a>> {
        let mut lines =
            if cell.outcomes.iter().any(|it| it.main) && self.reader.words == Words::Professional {
                brief::regrowth_rows(cell, self.reader.words)
            } else if !cell.reactions.is_empty() {
                brief::side_effects_line(cell, self.reader.words, &self.command(cell.id()))
            } else {
                Vec::new()
            };
        if lines.is_empty()
            || self.reader.words == Words::Plain
                && !cell.glance.is_empty()
                && cell.reactions.is_empty()
        {
            lines = cell.glance_lines(self.reader.words, self.reader.words == Words::Professional);
        }
        lines
    }

    fn next_steps(&self, page: &mut Vec<Block<'a>>) {
        let topic = if self.reader.words == Words::Plain { "pregnancy" } else { "dose" };
        let command = self.command(topic);
        let mut next: Vec<Line<'a>> =
            vec![with_commands(&format!("One topic: `{command}` (all: `jakref topics`)"))];
        if self.reader.words == Words::Professional {
            next.push(with_commands("plain words: `--patient`"));
        }
        let marked = |mark, text: &str| [vec![Span::Mark(mark)], with_commands(text)].concat();
        let (gaps, conflicts) = (self.gaps().count(), self.conflicts().count());
        if gaps > 0 {
            next.push(marked(
                Mark::Gap(Gap::NotRecorded),
                &format!("\u{a0}not known, {gaps}: `--gaps`"),
            ));
        }
        match self.reader.words {
            _ if conflicts == 0 => {}
            Words::Professional => next.push(marked(
                Mark::Disagree,
                &format!("\u{a0}sources disagree, {conflicts}: `--conflicts`"),
            )),
            // What each says is in the words of the professionals.
            Words::Plain => next.push(marked(Mark::Disagree, "\u{a0}sources disagree")),
        }
        // The legend is said here, where there is room for it.
        for mark in Weakness::ALL.iter().copied().map(Mark::Weak) {
            if has_mark(page, mark) {
                next.push(marked(mark, &format!("\u{a0}{}", mark.meaning())));
            }
        }
        next.push(with_commands("all: `--full`"));
        page.push(Block::Note(beside(&next)));
    }

    pub(super) fn draw_topics(&self, page: &mut Vec<Block<'a>>) {
        let rest = self.rest();
        let mut title = self.column().title();
        if let [only] = rest.as_slice() {
            title.push(Span::Text(format!(" › {}", only.heading(self.reader.words)).into()));
        } else if let ([_, ..], [group]) = (rest.as_slice(), self.groups.as_slice()) {
            title.push(Span::Text(format!(" › {group}").into()));
        } else if rest.is_empty() {
            title.extend(
                self.first
                    .first()
                    .map(|it| Span::Text(format!(" › {}", it.heading(self.reader.words)).into())),
            );
        }
        page.push(Block::Title(title));
        if self.treatment.approval != Status::Approved {
            page.push(Block::Paragraph(self.treatment.status(self.reader.words)));
        }
        self.boxed(page);
        let several = rest.len() > 1;
        let drawn: Vec<Vec<Block<'a>>> = rest
            .iter()
            .map(|cell| {
                let mut blocks = Vec::new();
                cell.draw(self.reader.words, Depth::Topic, &mut blocks);
                blocks
            })
            .collect();
        // Several that fit together are all shown whole.
        let all: usize = drawn.iter().flatten().map(length).sum();
        let room = match rest.len() {
            0 | 1 => SCREEN,
            _ if all <= SEVERAL => SEVERAL,
            several => (SCREEN / several).max(SCREEN / 3),
        };
        let mut explained = self.explained.as_slice();
        for (cell, blocks) in rest.into_iter().zip(drawn) {
            if several {
                page.push(Block::Subheading(cell.heading(self.reader.words).into()));
            }
            if cell.has_figures() {
                page.extend(std::mem::take(&mut explained).iter().cloned().map(Block::Paragraph));
            }
            self.fit(cell, blocks, room, page);
        }
        // That line stands above the answers, without the topic that has it.
        let is_told = self.cells().any(|it| it.topic.ends_with(".approval"));
        if self.treatment.approval != Status::Approved && self.treatment.contested && !is_told {
            page.push(Block::Note(self.conflicts_of("approval")));
        }
    }

    /// Adds as many of the blocks as a reader takes in at once, and says how to see the others.
    fn fit(
        &self,
        cell: &CellView<'a>,
        blocks: Vec<Block<'a>>,
        room: usize,
        page: &mut Vec<Block<'a>>,
    ) {
        let (mut used, mut left, mut rows) = (0, 0, 0);
        let mut blocks = blocks.into_iter().peekable();
        // What leads items stands before the first of them, or not at all.
        let mut lead: Option<Block<'a>> = None;
        while let Some(mut block) = blocks.next() {
            if let (Block::Paragraph(_), Some(Block::Item(_))) = (&block, blocks.peek()) {
                lead = Some(block);
                continue;
            }
            let lead = lead.take();
            // The first figures stay whatever their number, without their last rows.
            if let Block::Table(table) = &mut block
                && rows == 0
                && left == 0
            {
                let all = table.rows.len();
                let sub = table.rows.iter().skip(ROWS).take_while(|row| row.sub).count();
                table.rows.truncate(ROWS + sub);
                rows = table.rows.len();
                left += all - rows;
                page.push(block);
                used = room;
                continue;
            }
            let length = length(&block) + lead.as_ref().map_or(0, length);
            if used > 0 && used + length > room {
                left += 1;
                used = room;
                continue;
            }
            used += length;
            page.extend(lead);
            page.push(block);
        }
        let id = cell.id();
        let mut more: Vec<Line<'a>> = Vec::new();
        if left > 0 {
            let what = match (rows, left) {
                (0, 1) => "statement",
                (0, _) => "statements",
                _ => "rows and notes",
            };
            // Among several, alone first.
            let full = if self.rest().len() > 1 { "" } else { " --full" };
            let command = self.command(&format!("{id}{full}"));
            more.push(with_commands(&format!("{left} more {what}, in full: `{command}`")));
        }
        if !cell.conflicts.is_empty() {
            more.push(self.conflicts_of(id));
        }
        if !more.is_empty() {
            page.push(Block::Note(beside(&more)));
        }
    }

    /// What shows where sources disagree on a topic: in the words of the professionals.
    fn conflicts_of(&self, topic: &str) -> Line<'a> {
        let column = self.column();
        let (name, options) = (&column.treatment.id, column.options(self.reader.dataset));
        let command = format!(" sources disagree: `jakref {name} {topic} --conflicts{options}`");
        [vec![Span::Mark(Mark::Disagree)], with_commands(&command)].concat()
    }

    pub(super) fn draw_full(&self, page: &mut Vec<Block<'a>>) {
        page.push(Block::Title(self.column().title()));
        page.push(Block::Paragraph(self.treatment.status(self.reader.words)));
        self.boxed(page);
        for ((_, cells), group) in self.answers.0.iter().zip(&self.groups) {
            let cells: Vec<_> = cells.0.iter().filter(|(_, cell)| !cell.first).collect();
            if !cells.is_empty() {
                page.push(Block::Heading((*group).into()));
            }
            for (_, cell) in cells {
                page.push(Block::Subheading(cell.heading(self.reader.words).into()));
                page.extend(
                    cell.glance_lines(self.reader.words, true).into_iter().map(Block::Paragraph),
                );
                cell.draw(self.reader.words, Depth::Full, page);
            }
        }
        if !self.positions.is_empty() {
            page.push(Block::Heading("Paid for or recommended".into()));
            let order = self.column().regulator.dates;
            for position in &self.positions {
                page.push(Block::Item(position.glance(order)));
                page.extend(position.statement.line(self.reader.words, true).map(Block::Paragraph));
            }
        }
        if !self.trials.is_empty() && self.reader.words == Words::Professional {
            page.push(Block::Heading("Trials".into()));
            page.extend(self.trials.iter().map(|trial| Block::Item(trial.line())));
        }
    }

    pub(super) fn draw_conflicts(&self, page: &mut Vec<Block<'a>>) {
        page.push(Block::Title(self.column().title()));
        self.boxed(page);
        page.push(Block::Heading("Where sources disagree".into()));
        let mut any = false;
        for (cell, conflict) in self.conflicts() {
            conflict.draw(cell.label, page);
            any = true;
        }
        if !any {
            page.push(Block::Note(line("No disagreement is recorded here.")));
        }
    }

    pub(super) fn draw_gaps(&self, page: &mut Vec<Block<'a>>) {
        page.push(Block::Title(self.column().title()));
        self.boxed(page);
        page.push(Block::Heading("What is not known".into()));
        let mut last = "";
        let mut any = false;
        for (cell, gap) in self.gaps() {
            any = true;
            if last != cell.label {
                page.push(Block::Subheading(cell.heading(self.reader.words).to_owned().into()));
                last = cell.label;
            }
            let said =
                gap.line(self.reader.words, true).or_else(|| gap.line(Words::Professional, true));
            page.extend(said.map(Block::Item));
        }
        if !any {
            page.push(Block::Note(line("No gap is recorded here.")));
        }
        page.push(Block::Note(with_commands(&format!(
            "What is missing of figures and trials too: `jakref sources {} --gaps`",
            self.treatment.id
        ))));
    }
}

/// How many characters a block takes, about.
fn length(block: &Block<'_>) -> usize {
    let mut length = 0;
    block.clone().for_each_line(&mut |line| {
        length += line.iter().map(|span| span.text(false).chars().count()).sum::<usize>().max(40);
    });
    length
}
