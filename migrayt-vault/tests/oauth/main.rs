//! Connections by OAuth against doubles of both platforms.

#[cfg(test)]
mod canaries;
#[cfg(test)]
mod connecting;
#[cfg(test)]
mod ending;
#[cfg(test)]
mod fencing;
#[cfg(test)]
mod lagging;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod renewing;
#[cfg(test)]
mod scripted;
#[cfg(test)]
mod stored;
#[cfg(test)]
mod world;
