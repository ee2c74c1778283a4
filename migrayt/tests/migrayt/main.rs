//! Whole migrations in process, between both simulators in virtual time.

#[cfg(test)]
mod clock;
#[cfg(test)]
mod corruption;
#[cfg(test)]
mod dice;
#[cfg(test)]
mod explained;
#[cfg(test)]
mod planting;
#[cfg(test)]
mod richer;
#[cfg(test)]
mod world;
