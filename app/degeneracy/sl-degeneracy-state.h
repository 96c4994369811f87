/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-galaxy.h"
#include "model/galaxy/sl-param-set.h"

/* What the page of degeneracies is about: what is measured, with which errors, and which parameters are not
 * known. A plain value. */

#define SL_DEGENERACY_MOST 64
#define SL_DEGENERACY_NAME 96

typedef struct {
  char name[SL_DEGENERACY_NAME]; /* of an observable, see sl-request.h */
  double error;                  /* standard deviation, in the observable's unit, greater than 0 */
  gboolean on;                   /* whether it is measured */
} SlDegeneracyMeasurement;

typedef struct {
  guint n;
  SlDegeneracyMeasurement measurement[SL_DEGENERACY_MOST];
  SlParamSet free;           /* parameters that are not known */
  SlParamSet shown;          /* of these, those in the corner plot */
  double prior[SL_N_PARAMS]; /* standard deviation of what is known before; 0: the range alone */
} SlDegeneracyState;

/* A measurement that the page offers. */
typedef struct {
  const char *name; /* of the observable */
  double error;     /* that it usually has */
  gboolean on;      /* at the start */
} SlDegeneracyOffer;
/* A group of them; NULL past the last. */
typedef struct {
  const char *title, *absent;      /* and what is said where a galaxy has none; marked for translation */
  const SlDegeneracyOffer *offers; /* ends with a name of NULL */
} SlDegeneracyGroup;
#define SL_DEGENERACY_N_GROUPS 4
const SlDegeneracyGroup *sl_degeneracy_group (guint i);

/* Two colours at rest, and three parameters that trade places in them. */
void sl_degeneracy_state_init (SlDegeneracyState *self);
gboolean sl_degeneracy_state_equal (const SlDegeneracyState *a, const SlDegeneracyState *b);
/* The measurement of an observable, or -1. */
int sl_degeneracy_state_find (const SlDegeneracyState *self, const char *name);
/* Adds a measurement, which is on; one of the same observable gets the error. FALSE: there is no space, the
 * name is too long, or the error is not greater than 0. */
gboolean sl_degeneracy_state_add (SlDegeneracyState *self, const char *name, double error);
/* Frees or fixes a parameter. A free one is shown while there is space. */
void sl_degeneracy_state_set_free (SlDegeneracyState *self, SlParamId id, gboolean free);
guint sl_degeneracy_state_n_on (const SlDegeneracyState *self);

/* For the preferences: names, so that it does not depend on the order of tables. Floating. */
#define SL_DEGENERACY_TYPE "(a(sdb)asasa{sd})"
GVariant *sl_degeneracy_state_to_variant (const SlDegeneracyState *self);
/* What is unknown or impossible is left out; offers that the variant lacks are added, off. FALSE, and the
 * state of the start, for an empty one. */
gboolean sl_degeneracy_state_from_variant (SlDegeneracyState *self, GVariant *variant);
