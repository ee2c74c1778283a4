use std::hint::black_box;

use migrayt_core::richtext::Document;

use crate::clock::{seconds, seconds_of_slow};
use crate::codec::Codec;
use crate::corpus::Corpus;
use crate::hostile::Hostile;

pub(crate) const HEAD: &str = "what                corpus                            MB     MB/s   \
    floor           MB/s   cost   line";
pub(crate) const GROWTH_HEAD: &str = "what                text                          \
    1 MB ns/B  10 MB ns/B  growth   line";

/// The least speed of any codec, in MB/s.
const LEAST: f64 = 20.0;
/// The most that a conversion between HTML and ADF costs, in times of its floor.
const MOST: f64 = 3.0;
/// The most that a byte of a long text costs, in times of one of a short text.
const GROWTH: f64 = 3.0;

/// A reader on a corpus; the floor parses the same bytes.
pub(crate) fn reading(codec: &Codec, corpus: &Corpus) -> String {
    let [ours, floor] = seconds([
        &|| {
            for text in &corpus.texts {
                drop(black_box((codec.read)(text)));
            }
        },
        &|| {
            for text in &corpus.texts {
                (codec.parse)(text);
            }
        },
    ]);
    let what = format!("{} read", codec.name);
    row(&what, corpus.name, bytes(&corpus.texts), ours, codec.parser, floor, None)
}

/// A writer on what is read from a corpus; the floor parses the bytes that are written.
pub(crate) fn writing(codec: &Codec, corpus: &Corpus) -> String {
    let documents: Vec<Document> = corpus.texts.iter().map(|text| (codec.read)(text)).collect();
    let written: Vec<String> = documents.iter().map(|it| (codec.text)(it)).collect();
    let [ours, floor] =
        seconds([&|| documents.iter().for_each(|document| (codec.write)(document)), &|| {
            for text in &written {
                (codec.parse)(text);
            }
        }]);
    let what = format!("{} write", codec.name);
    row(&what, corpus.name, bytes(&written), ours, codec.parser, floor, None)
}

/// A text read and written in another format; the floor parses the bytes that are read.
pub(crate) fn conversion(from: &Codec, to: &Codec, corpus: &Corpus) -> String {
    let [ours, floor] =
        seconds([&|| corpus.texts.iter().for_each(|text| (to.write)(&(from.read)(text))), &|| {
            for text in &corpus.texts {
                (from.parse)(text);
            }
        }]);
    let most = matches!((from.name, to.name), ("html", "adf") | ("adf", "html")).then_some(MOST);
    let what = format!("{} > {}", from.name, to.name);
    row(&what, corpus.name, bytes(&corpus.texts), ours, from.parser, floor, most)
}

fn row(
    what: &str,
    corpus: &str,
    bytes: f64,
    ours: f64,
    parser: &str,
    floor: f64,
    most: Option<f64>,
) -> String {
    let (speed, cost) = (bytes / 1e6 / ours, ours / floor);
    let line = match most {
        Some(most) => verdict(cost <= most, &format!("at most {most} times")),
        None if what.contains('>') => String::new(),
        None => verdict(speed >= LEAST, &format!("{LEAST} MB/s")),
    };
    let (size, floor) = (bytes / 1e6, bytes / 1e6 / floor);
    format!("{what:20}{corpus:31}{size:5.2}{speed:9.1}   {parser:14}{floor:7.1}{cost:7.2}   {line}")
}

/// A reader, and the writer on what it read, at 1 MB and at 10 MB of such a text.
pub(crate) fn growth(codec: &Codec, hostile: &Hostile) -> Vec<String> {
    let costs = [1_000_000, 10_000_000].map(|length| {
        let text = (hostile.text)(length);
        let read = seconds_of_slow(&|| drop(black_box((codec.read)(&text))));
        let document = (codec.read)(&text);
        let write = seconds_of_slow(&|| (codec.write)(&document));
        [read, write].map(|seconds| seconds * 1e9 / bytes(std::slice::from_ref(&text)))
    });
    let [[read, write], [long_read, long_write]] = costs;
    let ways = [("read", read, long_read), ("write", write, long_write)];
    // What cannot be read makes no document to write.
    let ways = ways.into_iter().filter(|(_, short, _)| *short > 0.1);
    let row = |(way, short, long): (&str, f64, f64)| {
        let growth = long / short;
        let line = verdict(growth <= GROWTH, &format!("at most {GROWTH} times"));
        let what = format!("{} {way}", codec.name);
        format!("{what:20}{:30}{short:9.1}{long:12.1}{growth:8.2}   {line}", hostile.name)
    };
    ways.map(row).collect()
}

fn verdict(met: bool, line: &str) -> String {
    if met { format!("{line}: met") } else { format!("{line}: NOT MET") }
}

#[expect(clippy::cast_precision_loss, reason = "no corpus has so many bytes")]
fn bytes(texts: &[String]) -> f64 {
    texts.iter().map(String::len).sum::<usize>() as f64
}
