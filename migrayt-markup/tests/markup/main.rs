//! Real bodies, hand-made ones and random ones: every document must be valid by Atlassian's own
//! schema and hold every visible word.

#[cfg(test)]
mod adf_normal;
#[cfg(test)]
mod canonical;
#[cfg(test)]
mod chance;
#[cfg(test)]
mod changed;
#[cfg(test)]
mod constructs;
#[cfg(test)]
#[expect(dead_code, reason = "the example `fidelity` uses more of it")]
mod corpora;
#[cfg(test)]
mod deep;
#[cfg(test)]
mod details;
#[cfg(test)]
mod fuzzed;
#[cfg(test)]
mod held;
#[cfg(test)]
mod html_normal;
#[cfg(test)]
mod html_real;
#[cfg(test)]
mod html_write;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod instance;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod markdown_normal;
#[cfg(test)]
mod markdown_oracle;
#[cfg(test)]
mod markdown_real;
#[cfg(test)]
mod markdown_shapes;
#[cfg(test)]
mod markdown_trips;
#[cfg(test)]
mod markdown_work;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod real;
#[cfg(test)]
mod resolving;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod shared_constructs;
#[cfg(test)]
mod shared_table;
#[cfg(test)]
mod snapshots;
#[cfg(test)]
mod trees;
#[cfg(test)]
mod undetailed;
#[cfg(test)]
mod unsafe_trees;
#[cfg(test)]
mod wiki_equal;
#[cfg(test)]
mod wiki_oracle;
#[cfg(test)]
mod wiki_real;
#[cfg(test)]
mod wiki_shapes;
#[cfg(test)]
mod wiki_trips;
#[cfg(test)]
mod wiki_words;
