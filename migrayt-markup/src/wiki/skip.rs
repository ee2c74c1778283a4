/// What is not looked for in a text, because of what it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Skip(u16);

impl Skip {
    pub(super) const NOTHING: Self = Self(0);
    /// `--` and `---` as dashes, and `----` in a line.
    pub(super) const DASHES: Self = Self(1 | 2);
    const LONG_DASH: Self = Self(2);
    pub(super) const ISSUE: Self = Self(4);
    pub(super) const TABLE: Self = Self(8);
    pub(super) const LIST: Self = Self(16);
    pub(super) const RULE: Self = Self(32);
    pub(super) const ADDRESS: Self = Self(64);
    pub(super) const BRACKETS: Self = Self(128);

    pub(super) const FORMAT: Self = Self(Self::DASHES.0 | Self::ISSUE.0 | Self::TABLE.0);
    pub(super) const COLOR: Self = Self(Self::DASHES.0 | Self::TABLE.0);
    pub(super) const ITEM: Self = Self(Self::LONG_DASH.0 | Self::LIST.0 | Self::TABLE.0);
    pub(super) const CELL: Self = Self(Self::DASHES.0 | Self::TABLE.0 | Self::RULE.0);
    pub(super) const LINK: Self = Self(Self::DASHES.0 | Self::ADDRESS.0 | Self::ISSUE.0);
    pub(super) const NO_LINK: Self =
        Self(Self::DASHES.0 | Self::TABLE.0 | Self::RULE.0 | Self::ADDRESS.0 | Self::BRACKETS.0);

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn long_dash(self) -> bool {
        self.has(Self::LONG_DASH)
    }
}
