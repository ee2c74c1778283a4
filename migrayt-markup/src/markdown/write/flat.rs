use migrayt_core::richtext::Block;

/// Lists of one family that follow one another would be read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Bullets,
    Numbers,
}

impl Family {
    pub(super) fn of(block: &Block) -> Option<Self> {
        match block {
            Block::BulletList(_) | Block::TaskList(_) | Block::DecisionList(_) => {
                Some(Self::Bullets)
            }
            Block::OrderedList { .. } => Some(Self::Numbers),
            _ => None,
        }
    }
}

/// The blocks, with those that only wrap others seen through.
pub(super) fn flat(blocks: &[Block]) -> Vec<&Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        see_through(block, &mut out);
    }
    out
}

fn see_through<'a>(block: &'a Block, out: &mut Vec<&'a Block>) {
    match block {
        Block::Section(blocks) => blocks.iter().for_each(|block| see_through(block, out)),
        Block::Detailed { block, .. } => see_through(block, out),
        block => out.push(block),
    }
}
