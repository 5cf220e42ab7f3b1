// The tail of the normal distribution, exact enough for small probabilities. Pure.

/** Beyond this the continued fraction converges faster than the series. */
const far = 3;
const terms = 200;

/** The probability that a standard normal variable exceeds `z`, to about 12 digits. */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z);
  const density = Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
  return z < far ? 0.5 - density * series(z) : density * fraction(z);
}

/** z + z^3/3 + z^5/(3*5) + ...: Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.11. */
function series(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 1; k < terms; k += 1) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return sum;
}

/** 1/(z + 1/(z + 2/(z + 3/(z + ...)))): the same, 26.2.14, evaluated from its end. */
function fraction(z: number): number {
  let below = z;
  for (let k = terms; k > 0; k -= 1) below = z + k / below;
  return 1 / below;
}
