/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "ui/plot/render/sl-plot-scene.h"

/* A scene as steps for a graphics device: lists of instances, all in device pixels from the top left. This
 * file does not call OpenGL. */

typedef enum {
  SL_GL_STEP_SEGMENTS,    /* SlGlSegment, thickened by radius */
  SL_GL_STEP_AREAS,       /* SlGlArea */
  SL_GL_STEP_RECTS,       /* SlGlRect */
  SL_GL_STEP_PICTURE,     /* one SlGlRect: where the layer's picture goes */
} SlGlStepKind;

/* goes_on: at either end, 1 where the next segment continues with little bend, 0 at a free end or a sharp
 * bend. */
typedef struct { float x0, y0, x1, y1, goes_on[2]; } SlGlSegment;
typedef struct { float x0, x1, upper0, upper1, lower0, lower1; } SlGlArea;
typedef struct { float x0, y0, x1, y1; guint8 rgba[4]; } SlGlRect; /* colour not premultiplied */

typedef struct {
  SlGlStepKind kind;
  gsize offset;           /* of the first instance, in bytes */
  guint n;
  float radius;
  float colour[4];        /* premultiplied */
  /* Instances meet or overlap inside pixels: their coverage is accumulated first (the maximum of segments,
   * the sum of areas) and coloured once, so that translucent curves show no joints. */
  gboolean gather;
  int x, y, w, h;         /* nothing outside is changed */
  const SlPlotLayer *layer; /* pictures */
} SlGlStep;

/* Zero-initialised is empty; memory is kept between uses. */
typedef struct {
  GByteArray *data;       /* instances of all steps */
  GArray *steps;          /* SlGlStep, in the order of drawing */
} SlGlSteps;

void sl_gl_steps_clear (SlGlSteps *self);

/* Replaces the steps by those of a scene, whose paths it may reorder. */
void sl_gl_steps_build (SlGlSteps *self, const SlPlotScene *scene);
