/** Returns the name of the producer's implementation, such as "avx2", or undefined if it has only one. */
export declare function variant(): string | undefined;
