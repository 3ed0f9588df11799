/**
 * Finds the row of a matrix that is closest to a vector.
 *
 * @param query - a vector of one or more elements
 * @param rows - the rows of the matrix, one after the other, each as long as the query
 * @returns the index of the row
 */
export declare function nearestRow(query: Float64Array, rows: Float64Array): number;
