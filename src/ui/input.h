/* Input as small neutral structs, the only form in which it enters the program above platform/: a
 * recorded session is a list of them.
 *
 * Positions are logical pixels of the window. Times are milliseconds of a clock that never goes
 * back and starts anywhere; the platform (or the recording) supplies them, nothing else reads a
 * clock. */
#ifndef LASTREF_UI_INPUT_H
#define LASTREF_UI_INPUT_H

#include "base/geometry.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum InputKind {
    INPUT_KEY_DOWN,
    INPUT_KEY_UP,
    INPUT_TEXT,       /* typed text, one or more code points */
    INPUT_MOUSE_MOVE, /* also while a button is down, and then also outside the window */
    INPUT_MOUSE_DOWN,
    INPUT_MOUSE_UP,
    INPUT_MOUSE_LEAVE,
    INPUT_WHEEL,
    INPUT_RESIZE,     /* the new size or scale is in `size` and `scale` */
    INPUT_FOCUS_LOST, /* all keys and buttons count as released */
    INPUT_FOCUS_GAINED,
    INPUT_DROP_FILE, /* `text` is a path */
    INPUT_QUIT,      /* the person closes the window */
    INPUT_EXPOSE     /* the window needs to be drawn again */
} InputKind;

/* ROW(identifier, "name"). Letters and digits are named by what is printed on the key in the
 * person's layout; the names are those of recorded sessions and of the key map. */
#define INPUT_KEYS(ROW)                                                                            \
    ROW(NONE, "none")                                                                              \
    ROW(A, "a")                                                                                    \
    ROW(B, "b")                                                                                    \
    ROW(C, "c")                                                                                    \
    ROW(D, "d")                                                                                    \
    ROW(E, "e")                                                                                    \
    ROW(F, "f")                                                                                    \
    ROW(G, "g")                                                                                    \
    ROW(H, "h")                                                                                    \
    ROW(I, "i")                                                                                    \
    ROW(J, "j")                                                                                    \
    ROW(K, "k")                                                                                    \
    ROW(L, "l")                                                                                    \
    ROW(M, "m")                                                                                    \
    ROW(N, "n")                                                                                    \
    ROW(O, "o")                                                                                    \
    ROW(P, "p")                                                                                    \
    ROW(Q, "q")                                                                                    \
    ROW(R, "r")                                                                                    \
    ROW(S, "s")                                                                                    \
    ROW(T, "t")                                                                                    \
    ROW(U, "u")                                                                                    \
    ROW(V, "v")                                                                                    \
    ROW(W, "w")                                                                                    \
    ROW(X, "x")                                                                                    \
    ROW(Y, "y")                                                                                    \
    ROW(Z, "z")                                                                                    \
    ROW(0, "0")                                                                                    \
    ROW(1, "1")                                                                                    \
    ROW(2, "2")                                                                                    \
    ROW(3, "3")                                                                                    \
    ROW(4, "4")                                                                                    \
    ROW(5, "5")                                                                                    \
    ROW(6, "6")                                                                                    \
    ROW(7, "7")                                                                                    \
    ROW(8, "8")                                                                                    \
    ROW(9, "9")                                                                                    \
    ROW(F1, "f1")                                                                                  \
    ROW(F2, "f2")                                                                                  \
    ROW(F3, "f3")                                                                                  \
    ROW(F4, "f4")                                                                                  \
    ROW(F5, "f5")                                                                                  \
    ROW(F6, "f6")                                                                                  \
    ROW(F7, "f7")                                                                                  \
    ROW(F8, "f8")                                                                                  \
    ROW(F9, "f9")                                                                                  \
    ROW(F10, "f10")                                                                                \
    ROW(F11, "f11")                                                                                \
    ROW(F12, "f12")                                                                                \
    ROW(LEFT, "left")                                                                              \
    ROW(RIGHT, "right")                                                                            \
    ROW(UP, "up")                                                                                  \
    ROW(DOWN, "down")                                                                              \
    ROW(HOME, "home")                                                                              \
    ROW(END, "end")                                                                                \
    ROW(PAGE_UP, "pageup")                                                                         \
    ROW(PAGE_DOWN, "pagedown")                                                                     \
    ROW(ENTER, "enter")                                                                            \
    ROW(ESCAPE, "escape")                                                                          \
    ROW(TAB, "tab")                                                                                \
    ROW(SPACE, "space")                                                                            \
    ROW(BACKSPACE, "backspace")                                                                    \
    ROW(DELETE, "delete")                                                                          \
    ROW(INSERT, "insert")                                                                          \
    ROW(MENU, "menu")                                                                              \
    ROW(PLUS, "plus") /* also the key that gives + with shift, and the keypad's */                 \
    ROW(MINUS, "minus")                                                                            \
    ROW(COMMA, "comma")                                                                            \
    ROW(PERIOD, "period")                                                                          \
    ROW(SLASH, "slash")                                                                            \
    ROW(QUESTION, "question")                                                                      \
    ROW(LEFT_BRACKET, "[")                                                                         \
    ROW(RIGHT_BRACKET, "]")

#define INPUT_KEY_ENUM(identifier, name) KEY_##identifier,
typedef enum InputKey { INPUT_KEYS(INPUT_KEY_ENUM) KEY_COUNT } InputKey;
#undef INPUT_KEY_ENUM

/* Bits of `modifiers`. */
enum { MODIFIER_CTRL = 1, MODIFIER_SHIFT = 2, MODIFIER_ALT = 4 };

/* "left"; static. */
const char *input_key_name(InputKey key);
/* KEY_NONE for a name that no key has. */
InputKey input_key_find(Text name);
/* "ctrl+shift+z": the key, KEY_NONE if there is none of that name, and MODIFIER_ bits. */
InputKey input_combo_read(Text combo, unsigned *modifiers);

typedef enum InputButton { BUTTON_NONE, BUTTON_LEFT, BUTTON_MIDDLE, BUTTON_RIGHT } InputButton;

typedef struct InputEvent {
    InputKind kind;
    uint64_t time_ms;
    unsigned modifiers; /* MODIFIER_ bits, for keys and mouse alike */
    InputKey key;       /* KEY_DOWN, KEY_UP */
    bool repeat;        /* KEY_DOWN made by holding the key */
    InputButton button; /* MOUSE_DOWN, MOUSE_UP */
    int clicks;         /* MOUSE_DOWN: 1 single, 2 double, ... */
    Point at;           /* mouse position, for MOUSE_ and WHEEL */
    Point wheel;        /* WHEEL: notches; y > 0 is away from the hand, x > 0 to the right */
    Point size;         /* RESIZE: of the window */
    float scale;        /* RESIZE: screen pixels a logical pixel */
    Text text;          /* TEXT, DROP_FILE; borrowed until events are asked for again */
} InputEvent;

/* What the pointer looks like; asked for by the interface once a frame. */
typedef enum Cursor {
    CURSOR_ARROW,
    CURSOR_HAND,
    CURSOR_TEXT,
    CURSOR_GRAB,
    CURSOR_CROSS,
    CURSOR_RESIZE_X,
    CURSOR_RESIZE_Y,
    CURSOR_REFUSED,
    CURSOR_COUNT
} Cursor;

#endif
