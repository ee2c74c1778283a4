//! What the codecs cost, against a floor in the same run: what the parser that each codec rests
//! on needs for the same bytes. Three tables: each reader and writer on real texts, conversions
//! from one format to another, and how the cost of a byte grows from 1 MB to 10 MB of text that is
//! made to be expensive. All contestants of a row run in turns, so that a slow moment of the
//! machine strikes all; the middle of their rounds counts.

mod clock;
mod codec;
mod corpus;
mod dom;
mod hostile;
mod rows;

use std::io::{self, Write as _};

use self::codec::{CODECS, Codec};
use self::corpus::Corpus;
use self::rows::{conversion, growth, reading, writing};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    // Cargo hands over `--bench` and filters; a codec's name shows only its rows.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|it| !it.starts_with('-')).collect();
    let is_wanted =
        |codec: &&Codec| wanted.is_empty() || wanted.iter().any(|name| name == codec.name);
    let mut corpora: Vec<(&Codec, Corpus)> = Vec::new();
    for codec in CODECS.iter().filter(is_wanted) {
        corpora.extend(corpus::of(codec).into_iter().map(|corpus| (codec, corpus)));
    }

    writeln!(out, "{}", rows::HEAD)?;
    for (codec, corpus) in &corpora {
        writeln!(out, "{}", reading(codec, corpus))?;
        writeln!(out, "{}", writing(codec, corpus))?;
    }
    writeln!(out, "\n{}", rows::HEAD)?;
    for (from, corpus) in &corpora {
        for to in CODECS.iter().filter(|to| to.name != from.name) {
            writeln!(out, "{}", conversion(from, to, corpus))?;
        }
    }
    writeln!(out, "\n{}", rows::GROWTH_HEAD)?;
    for codec in CODECS.iter().filter(is_wanted) {
        for text in codec.hostile {
            for row in growth(codec, text) {
                writeln!(out, "{row}")?;
            }
        }
    }
    Ok(())
}
