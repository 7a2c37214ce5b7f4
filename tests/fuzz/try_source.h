/* One script through everything that reads or runs Python: lexer, parser and compiler, the machine
 * from start to shutdown, and now and then a timeline. Whatever the script is, this returns; a
 * fault ends the process (an assert, a sanitizer) or is told. */
#ifndef LASTREF_TESTS_FUZZ_TRY_SOURCE_H
#define LASTREF_TESTS_FUZZ_TRY_SOURCE_H

#include "chance.h"
#include "python/vm.h"

typedef struct TryCounts {
    uint64_t tried;
    uint64_t by_result[RUN_HALTED + 1]; /* RunResult of the run */
    uint64_t unsupported;               /* of those that halted */
    uint64_t timelines;
} TryCounts;

/* A machine that is put back to its start after each script. */
typedef struct Tryer {
    Vm vm;
    uint64_t written; /* bytes of output of the script under way */
    TryCounts counts;
} Tryer;

bool tryer_init(Tryer *tryer, Error *error);
void tryer_deinit(Tryer *tryer);

/* False with what is wrong. */
bool try_source(Tryer *tryer, Text source, Chance chance, Error *error);

#endif
