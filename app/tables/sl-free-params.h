/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/galaxy/sl-parameters.h"
#include "model/inference/sl-prior.h"

/* The parameters that a command leaves free, with their priors, as options name them. A plain value; { 0 }
 * has none. */
typedef struct {
  guint n;
  SlParamId id[SL_N_PARAMS];     /* (n) */
  const char *name[SL_N_PARAMS]; /* (n) static */
  SlPrior prior[SL_N_PARAMS];    /* (n) at first uniform over the range */
} SlFreeParams;

/* Reads --free: names separated by commas. FALSE with SL_ERROR_PARAMETER for an unknown name, or none. */
gboolean sl_free_params_read (SlFreeParams *self, const char *list, GError **error);
/* Reads each --prior, NAME=FORM (sl_prior_parse()), after that; texts: NULL-terminated, or NULL. FALSE with
 * SL_ERROR_PARAMETER, also where the parameter is not free. */
gboolean sl_free_params_read_priors (SlFreeParams *self, const char *const *texts, GError **error);
