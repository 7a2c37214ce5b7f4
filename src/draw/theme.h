/* Colours by meaning. Nothing outside theme.c writes a colour as a number.
 *
 * The palette follows Okabe and Ito's colours, which people with the common forms of colour
 * blindness can tell apart; the shades are darkened or lightened per theme. Every pair of colours
 * that meets on screen as text on its ground (4.5:1) or as a mark on its ground (3:1) stands in a
 * table here, and a test computes the contrast of all of them (WCAG 2.2, 1.4.3 and 1.4.11). */
#ifndef LASTREF_DRAW_THEME_H
#define LASTREF_DRAW_THEME_H

#include "base/geometry.h"

#include <stdbool.h>
#include <stddef.h>

/* X(name): what it is for. */
#define THEME_COLORS(X)                                                                            \
    /* grounds */                                                                                  \
    X(window)      /* bars at top and bottom */                                                    \
    X(panel)       /* left pane and inspector */                                                   \
    X(panel_inset) /* code, output: a sunken part of a panel */                                    \
    X(panel_card)  /* narration card, selected tab: a raised part of a panel */                    \
    X(canvas)      /* behind the graph */                                                          \
    X(grid)        /* dots of the canvas */                                                        \
    X(tooltip)                                                                                     \
    X(tooltip_text)                                                                                \
    X(tooltip_muted)                                                                               \
    X(overlay)   /* dims what lies behind a dialog */                                              \
    X(spotlight) /* dims what a presentation's spotlight leaves out */                             \
    X(blank)     /* the window of a presentation, while nothing shall be seen */                   \
    /* text */                                                                                     \
    X(text)                                                                                        \
    X(text_muted)                                                                                  \
    X(text_disabled) /* exempt from contrast rules */                                              \
    X(link)                                                                                        \
    /* lines and controls */                                                                       \
    X(border)         /* hairlines between panes and around cards: decoration */                   \
    X(control_border) /* outline that tells where a text field is */                               \
    X(button)                                                                                      \
    X(button_hover)                                                                                \
    X(button_active)                                                                               \
    X(accent) /* what is current: tab, running frame, scrubber */                                  \
    X(accent_hover)                                                                                \
    X(accent_text) /* on accent */                                                                 \
    X(accent_soft) /* faint accent ground of a selected row */                                     \
    X(selection)   /* ground of selected text */                                                   \
    X(focus)       /* focus ring */                                                                \
    X(scrollbar)                                                                                   \
    X(scrollbar_hover)                                                                             \
    X(track) /* unfilled part of scrubber and bars */                                              \
    X(shadow)                                                                                      \
    /* the graph */                                                                                \
    X(node) /* fill of an object's card */                                                         \
    X(node_border)                                                                                 \
    X(node_line) /* hairline under the header */                                                   \
    X(cell)      /* an indexed cell of a list */                                                   \
    X(frame)     /* fill of a frame's card */                                                      \
    X(frame_border)                                                                                \
    X(reference)       /* arrow between objects */                                                 \
    X(reference_frame) /* arrow from a frame */                                                    \
    X(reference_weak)                                                                              \
    X(port) /* hollow dot of an inline value */                                                    \
    X(badge)                                                                                       \
    X(badge_text)                                                                                  \
    X(stub) /* "+2" beside a badge: ground */                                                      \
    X(stub_border)                                                                                 \
    X(stub_text)                                                                                   \
    X(select)    /* outline of the selected node */                                                \
    X(highlight) /* drag in flight, valid target */                                                \
    X(ghost)     /* outline of what was just freed */                                              \
    X(region)    /* dashed outline "no path from the stack" */                                     \
    /* states and events */                                                                        \
    X(birth)   /* allocation; count went up */                                                     \
    X(death)   /* free; count went down; suspected: outline, references, text */                   \
    X(collect) /* collection, gc_refs */                                                           \
    X(suspect) /* fill of a suspected node */                                                      \
    X(suspect_hatch)                                                                               \
    X(ok)                                                                                          \
    X(warn)                                                                                        \
    X(danger)                                                                                      \
    X(on_state) /* text on birth, collect, ok, warn */                                             \
    /* code */                                                                                     \
    X(code_text)                                                                                   \
    X(code_keyword)                                                                                \
    X(code_string)                                                                                 \
    X(code_number)                                                                                 \
    X(code_comment)                                                                                \
    X(code_gutter)    /* line numbers */                                                           \
    X(code_line)      /* ground of the current line */                                             \
    X(code_line_mark) /* bar at its left */                                                        \
    X(code_error)     /* ground of a line with an error */                                         \
    /* hue of a kind of object, in its header only: bar and name */                                \
    X(hue_sequence) /* list, tuple, range, bytes */                                                \
    X(hue_mapping)  /* dict, set */                                                                \
    X(hue_instance)                                                                                \
    X(hue_class)                                                                                   \
    X(hue_function) /* function, method, code, cell */                                             \
    X(hue_number)                                                                                  \
    X(hue_text)     /* str */                                                                      \
    X(hue_weak)     /* weak references, proxies */                                                 \
    X(hue_error)    /* exceptions, tracebacks */                                                   \
    X(hue_iterator) /* iterators, generators */                                                    \
    X(hue_other)    /* modules and the rest */                                                     \
    /* segments of byte bars; text on them is segment_text */                                      \
    X(segment_plain)                                                                               \
    X(segment_collector)                                                                           \
    X(segment_refcount)                                                                            \
    X(segment_type)                                                                                \
    X(segment_weak)                                                                                \
    X(segment_value)                                                                               \
    X(segment_text)

#define THEME_FIELD(name) Color name;
typedef struct Theme {
    const char *name; /* "light", "dark", "contrast", "grey" */
    bool dark;
    THEME_COLORS(THEME_FIELD)
} Theme;
#undef THEME_FIELD

/* Fixed tables. */
const Theme *theme_light(void);
const Theme *theme_dark(void);
const Theme *theme_contrasting(void); /* for low vision */
const Theme *theme_grey(void);        /* for pictures that are printed without colour */
/* The next one for the screen, round and round. */
const Theme *theme_after(const Theme *theme);
/* By name; null for a name that no theme has. */
const Theme *theme_find(const char *name);

/* Contrast of two opaque colours as WCAG defines it, 1 .. 21. A translucent `front` is laid over
 * `ground` first. */
float theme_contrast(Color front, Color ground);

typedef struct ThemePair {
    const char *front_name, *ground_name;
    size_t front, ground; /* offsets into Theme */
    float least; /* 4.5 for text, 3 for marks; half as much again in the contrasting theme */
} ThemePair;

/* All pairs that the rules hold for. */
const ThemePair *theme_pairs(size_t *count);

static inline Color theme_at(const Theme *theme, size_t offset) {
    return *(const Color *)((const char *)theme + offset);
}

/* Frequently used measures of the look, in logical pixels. */
#define THEME_RADIUS_NODE    10.0f
#define THEME_RADIUS_CONTROL 7.0f
#define THEME_RADIUS_CELL    5.0f
#define THEME_RADIUS_PANEL   10.0f

#endif
