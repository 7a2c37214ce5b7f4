/* A function on a thread of its own, while the caller goes on. The two share nothing but what the
 * context leads to; the caller keeps its hands off that until worker_is_done. */
#ifndef LASTREF_BASE_WORKER_H
#define LASTREF_BASE_WORKER_H

#include <stdbool.h>

typedef struct Worker Worker;

/* Where no thread can be made the function runs at once, and is done on return. */
Worker *worker_start(void (*run)(void *context), void *context);
bool worker_is_done(Worker *worker);
/* Waits for the end, but at most so long; true when it is done. */
bool worker_wait(Worker *worker, int ms);
/* Waits for the end. Null is allowed. */
void worker_join(Worker *worker);

#endif
