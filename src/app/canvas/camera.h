/* The camera: which part of the picture the canvas shows, and how it gets there. */
#ifndef LASTREF_APP_CANVAS_CAMERA_H
#define LASTREF_APP_CANVAS_CAMERA_H

#include "app/app.h"
#include "heap/heap.h"

/* A view that glides to where it should be. */
typedef struct Camera {
    Point from_pan, to_pan;
    float from_zoom, to_zoom;
    uint64_t since; /* ms */
    Point room;     /* size of the canvas that the view was chosen for; zeroed: not yet */
    bool gliding;
    bool follow;  /* the picture is kept in view; off once the person has moved it */
    bool fit_due; /* bring all into view at the next frame, when the size is known */
} Camera;

/* Once a frame, after the canvas has its place. */
void camera_update(App *app);
/* Begins a glide that brings all into view. */
void camera_fit(App *app, bool glide);
/* Keeps new things in view after a step. */
void camera_follow(App *app);
void camera_zoom(App *app, float factor, Point about);
void camera_reset(App *app);
/* Brings an object into view. */
void camera_fly_to(App *app, Handle object);
/* Several, as large as they fit. */
void camera_fly_to_all(App *app, const Handle *objects, size_t count);
void camera_fly_to_frame(App *app, uint32_t frame);

#endif
