/// What is wrong with the protocol, to prove that the simulation notices. Each is a port that does
/// not do what the protocol relies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Flaw {
    /// Nobody sees that another is at it.
    TwoAtOnce,
    /// An attempt is taken up before its beginner must have ended.
    TakesOverAtOnce,
    /// Whoever takes an attempt up does not look for what it staged.
    ForgetsTheAttempt,
    /// What the authority gave is kept in memory until it is promoted.
    StagesNothing,
    /// A value is promoted whatever it replaces.
    SwapsBlindly,
    /// That a grant has ended is not remembered.
    AsksForEver,
    /// The row is looked at every ten minutes only.
    LooksSeldom,
}

impl Flaw {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::TwoAtOnce,
        Self::TakesOverAtOnce,
        Self::ForgetsTheAttempt,
        Self::StagesNothing,
        Self::SwapsBlindly,
        Self::AsksForEver,
        Self::LooksSeldom,
    ];
}
