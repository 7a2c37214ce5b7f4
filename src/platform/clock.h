/* A clock that never goes back, for input and animation. Needs no display. */
#ifndef LASTREF_PLATFORM_CLOCK_H
#define LASTREF_PLATFORM_CLOCK_H

#include <stdint.h>

/* Milliseconds since some moment. */
uint64_t platform_clock_ms(void);

#endif
