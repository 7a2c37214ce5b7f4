/* Lets a traced interpreter run the specialised (quickened) instructions that an untraced one runs.
 *
 * A traced run of 3.11 looks each instruction up in _PyOpcode_Deopt and so runs its plain form,
 * which for some instructions holds one reference more than the specialised form. The table lies in
 * libpython, whose own "miss" code needs it as it is; so, before an instruction runs, its guard is
 * asked here, and only when it will not miss does the table name it itself. */
#ifndef LASTREF_ORACLE_SPECIALISED_H
#define LASTREF_ORACLE_SPECIALISED_H

#include <stdint.h>

struct _PyInterpreterFrame;

typedef struct Specialised {
    uint8_t *table; /* _PyOpcode_Deopt of libpython, made writable */
    int armed;      /* the entry that names itself at the moment; 0: none */
} Specialised;

/* Finds the table. 0 where this libpython is not as 3.11's headers say. */
int specialised_init(Specialised *specialised);

/* To be called at each event of the tracer. */
void specialised_disarm(Specialised *specialised);

/* To be called at each opcode event: the frame stands before an instruction, its value stack is
 * saved. Counts a miss as the interpreter would. An instruction behind an EXTENDED_ARG has no event
 * and stays plain: traced, an adaptive form would lose the upper part of its argument. */
void specialised_arm(Specialised *specialised, struct _PyInterpreterFrame *frame);

#endif
