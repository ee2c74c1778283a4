use crate::dice::Dice;
use crate::point::Point;

/// What happens to a worker, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mishap {
    pub(crate) way: Way,
    pub(crate) moment: Moment,
}

/// How a worker is disturbed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// It is killed, and nothing of it goes on.
    Kill,
    /// It is stopped for longer than its lease, and then goes on.
    Stop,
}

/// When it is disturbed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Moment {
    /// At a point, when it passes it for the n-th time.
    At(Point, u64),
    /// So many milliseconds after it took the run.
    After(u64),
}

/// Points after which a worker sends something that it has recorded.
const SENDING: [Point; 6] = [
    Point::Fence,
    Point::HighWater,
    Point::Intended,
    Point::Apply,
    Point::Attach,
    Point::Attaching,
];

impl Mishap {
    /// One of all, two of three at a named point.
    pub(crate) fn new(way: Way, took: time::Duration, dice: &mut Dice) -> Self {
        let longest = u64::try_from(took.whole_milliseconds()).unwrap_or(1000).max(50);
        // A worker that is stopped matters most where it goes on by sending something.
        let points = match way {
            Way::Stop if dice.thousandths(500) => &SENDING[..],
            _ => &Point::ALL[..],
        };
        let moment = match dice.pick(points) {
            Some(point) if dice.within(0..=2) > 0 => {
                Moment::At(point, dice.within(1..=point.passes()))
            }
            _ => Moment::After(dice.within(0..=longest)),
        };
        Self { way, moment }
    }

    /// The point and its turn at which the worker halts by itself.
    pub(crate) fn halt(&self) -> Option<(Point, u64)> {
        match self.moment {
            Moment::At(point, turn) => Some((point, turn)),
            Moment::After(_) => None,
        }
    }

    /// The point, if it has one.
    pub(crate) fn point(&self) -> Option<Point> {
        self.halt().map(|(point, _)| point)
    }
}
