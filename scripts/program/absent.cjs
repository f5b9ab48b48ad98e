/** Stands in for an optional library of a library, which is then treated as not installed. */
throw new Error('this library is not a part of the program');
