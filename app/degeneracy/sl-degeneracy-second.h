/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/degeneracy/sl-degeneracy-answer.h"
#include "model/observables/sl-filters.h"
#include "model/ssp/sl-templates.h"

/* Contours to second order of the pairs of parameters that a page shows (model/degeneracy/sl-dali.h), on a
 * thread of their own: second derivatives take some tenths of a second. Main thread. */

/* A contour, as offsets from the parameters of the galaxy; closed. */
typedef struct {
  SlParamId row, column; /* along y and x */
  guint level;           /* 0: 68 %, 1: 95 % */
  double *x, *y;         /* (n) */
  gsize n;
} SlBentContour;

typedef struct {
  SlDegeneracyState state;
  SlGalaxy galaxy;
  GPtrArray *contours; /* (SlBentContour) */
} SlBentAnswer;
void sl_bent_answer_free (SlBentAnswer *self);

typedef struct _SlDegeneracySecond SlDegeneracySecond;
/* answer: the receiver's; NULL with an error. */
typedef void (*SlBentAnswered) (SlBentAnswer *answer, const GError *error, gpointer data);

SlDegeneracySecond *sl_degeneracy_second_new (SlBentAnswered answered, gpointer data);
void sl_degeneracy_second_free (SlDegeneracySecond *self);
/* Asks for the contours of an answer of first order; a newer request replaces one that waits. */
void sl_degeneracy_second_post (SlDegeneracySecond *self, SlTemplates *templates, SlFilterSet *filters,
                                const SlDegeneracyAnswer *first);
/* Gives up what is under way. */
void sl_degeneracy_second_stop (SlDegeneracySecond *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlDegeneracySecond, sl_degeneracy_second_free)
