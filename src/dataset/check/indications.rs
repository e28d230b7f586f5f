//! Rules on indications: a treatment for a condition under a regulator.

use std::collections::HashSet;

use super::Checker;
use super::names::Name;
use super::statements::Column;
use crate::dataset::model::{Gap, Indication, Scope, Status};
use crate::dataset::read::diagnostic::Code;

/// The topic that says since when something is approved.
const APPROVAL: &str = "approval";

impl<'a> Checker<'a> {
    pub(super) fn indication(&mut self, indication: &'a Indication) {
        self.piece = indication.piece;
        let treatment = self.treatments.get(indication.treatment.as_str()).copied();
        self.id_of("treatment", &indication.treatment);
        self.id_of("condition", &indication.condition);
        self.id_of("regulator", &indication.regulator);
        self.approval(indication);
        let outcomes = indication.outcomes.iter().map(|it| it.topic.as_str());
        let reactions = indication.reactions.iter().map(|it| it.topic.as_str());
        self.cells(&Column {
            scope: Scope::Indication,
            name: indication.title(),
            place: indication.treatment.span(),
            treatment,
            condition: Some(indication.condition.as_str()),
            regulators: vec![indication.regulator.as_str()],
            glance: &indication.glance,
            answers: &indication.answers,
            otherwise: indication.otherwise.as_ref(),
            figures: outcomes.chain(reactions).collect::<HashSet<_>>(),
        });
        let trials = indication.trials.iter().map(|it| Name::id(indication.piece, &it.id));
        self.unique(trials, "trial");
        self.piece = indication.piece;
        self.evidence(indication, treatment);
    }

    /// An approval has its day, or says where to look for it.
    fn approval(&mut self, indication: &'a Indication) {
        let status = &indication.status;
        if let Some(on) = &indication.on {
            self.past(on);
            if **status == Status::NotApproved {
                self.report_with_help(
                    Code::BadValue,
                    on,
                    "what is not approved has no day of approval",
                    "take `on` out, or write status = \"approved\"",
                );
            }
        } else if **status == Status::Approved {
            let cells = indication.answers.cells().iter();
            let mut own = cells.filter(|it| it.topic.as_str() == APPROVAL).peekable();
            let is_open = |gap: Option<Gap>| gap == Some(Gap::NotRecorded);
            let declared = match own.peek() {
                Some(_) => {
                    own.flat_map(|it| &it.statements).any(|it| is_open(it.gap.as_deref().copied()))
                }
                None => indication.otherwise.iter().any(|it| is_open(it.gap.as_deref().copied())),
            };
            if !declared {
                self.report_with_help(
                    Code::UndatedApproval,
                    status,
                    "the approval has no date, and no gap says so",
                    "add on = 2020-01-31, or a gap to the answer on its approval",
                );
            }
        }
    }
}
