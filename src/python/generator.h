/* Generators: frames that pause (Objects/genobject.c of CPython 3.11). */
#ifndef LASTREF_PYTHON_GENERATOR_H
#define LASTREF_PYTHON_GENERATOR_H

#include "python/vm.h"

/* The generator of a frame that begins (RETURN_GENERATOR): the frame's references move into it. New
 * reference. */
Ref generator_new(Vm *vm, Ref frame);
/* Marks the generator that owns the frame as suspended. */
void generator_suspend(Vm *vm, Ref frame);

typedef enum GeneratorSend { SEND_YIELDED, SEND_RETURNED, SEND_FAILED } GeneratorSend;

/* PyIter_Send on any iterator: `*result` is a new reference, null when failed. */
GeneratorSend generator_send_to(Vm *vm, Ref receiver, Ref value, Ref *result);
/* gen_iternext: null without exception when exhausted with None. */
Ref generator_next(Vm *vm, Ref generator);
/* generator.close(): None or null. */
Ref generator_close(Vm *vm, Ref generator);
/* _PyGen_Finalize: closes a generator that dies; exceptions are written as unraisable. */
void generator_finalize(Vm *vm, Ref generator);

#endif
