/* What a stop shows, in words: the alternative text of its picture, for people who listen to it.
 *
 * Plain sentences: where each frame stands and what its names are, which objects refer to each
 * other in a cycle and which no path from the stack leads to, then the objects one by one with
 * their refcounts and what they hold. What is too much is counted ("There are 40 more objects.").
 * The same snapshot gives the same words.
 *
 * An object is called by its type and a name or path that leads to it ("list crew", "Node
 * crew[0]"); one without is numbered among its like ("Node 1"). Small values are told where they
 * stand ("x is 10"). */
#ifndef LASTREF_EXPORT_DESCRIBE_H
#define LASTREF_EXPORT_DESCRIBE_H

#include "timeline/snapshot.h"

enum { DESCRIBE_CHARACTERS = 1500 /* about the most that is appended */ };

/* Appends the sentences, with a space between two; at least one. Valid UTF-8 of one line. */
void describe_stop(const Snapshot *now, TextBuffer *out);

#endif
