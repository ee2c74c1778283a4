/** A case that does not hold, and why. */
export class Failure extends Error {}
