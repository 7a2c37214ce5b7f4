#include "base/worker.h"

#include "base/array.h"

#include <pthread.h>
#include <time.h>

/* Nested calls of a script are nested calls of C: as much as the first thread has, twice. */
enum { STACK_BYTES = 16 << 20 };

struct Worker {
    void (*run)(void *context);
    void *context;
    pthread_t thread;
    pthread_mutex_t lock; /* of `done` */
    pthread_cond_t ended;
    bool done;
    bool joinable;
};

static void end(Worker *worker) {
    pthread_mutex_lock(&worker->lock);
    worker->done = true;
    pthread_cond_signal(&worker->ended);
    pthread_mutex_unlock(&worker->lock);
}

static void *begin(void *context) {
    Worker *worker = context;
    worker->run(worker->context);
    end(worker);
    return NULL;
}

Worker *worker_start(void (*run)(void *context), void *context) {
    Worker *worker = memory_alloc(sizeof *worker);
    worker->run = run;
    worker->context = context;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->ended, NULL);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, STACK_BYTES);
    worker->joinable = pthread_create(&worker->thread, &attributes, begin, worker) == 0;
    pthread_attr_destroy(&attributes);
    if (!worker->joinable) begin(worker);
    return worker;
}

bool worker_is_done(Worker *worker) {
    pthread_mutex_lock(&worker->lock);
    bool done = worker->done;
    pthread_mutex_unlock(&worker->lock);
    return done;
}

bool worker_wait(Worker *worker, int ms) {
    struct timespec end_time;
    clock_gettime(CLOCK_REALTIME, &end_time);
    end_time.tv_sec += ms / 1000;
    end_time.tv_nsec += (long)(ms % 1000) * 1000000;
    if (end_time.tv_nsec >= 1000000000) {
        end_time.tv_nsec -= 1000000000;
        end_time.tv_sec++;
    }
    pthread_mutex_lock(&worker->lock);
    while (!worker->done) {
        if (pthread_cond_timedwait(&worker->ended, &worker->lock, &end_time) != 0) break;
    }
    bool done = worker->done;
    pthread_mutex_unlock(&worker->lock);
    return done;
}

void worker_join(Worker *worker) {
    if (!worker) return;
    if (worker->joinable) pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->ended);
    pthread_mutex_destroy(&worker->lock);
    memory_free(worker);
}
