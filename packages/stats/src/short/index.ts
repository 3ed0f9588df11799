export { max, min } from './extremes.js';
export { crossing, isLeft } from './lanes.js';
export { harmonicMean, mean, total, weightedMean } from './means.js';
export { correlation, covariance, linearRegression } from './pairs.js';
export { autocorrelation, centralMoment, describe, kurtosis, momentAbout, skewness, zscore } from './powers.js';
export { variance } from './variance.js';
