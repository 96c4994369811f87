/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "app/commands/sl-commands.h"
#include "app/io/sl-galaxy-settings.h"

/* What hessian, fisher and walk have in common: a galaxy, observables, and the parameters of the
 * derivatives. */
typedef struct {
  /* options as typed */
  char *preset, *observables, *params, *at;
  SlCommandData data;
  char **set;
  gboolean json;
  /* read from them by sl_derivative_inputs_load() */
  SlGalaxySettings settings;
  SlGalaxy galaxy;
  SlTemplates *templates;
  SlFilterSet *filters;
  char **names;                         /* (n_obs) of the observables, NULL-terminated */
  guint n_obs, n;
  SlParamId id[SL_N_PARAMS];            /* (n) */
  const char *param_names[SL_N_PARAMS]; /* (n) */
  /* what messages call the options; NULL: --observables, --params */
  const char *observables_option, *params_option;
} SlDerivativeInputs;

/* Rows of a GOptionEntry array. */
#define SL_DERIVATIVE_INPUTS_ENTRIES(inputs)                                                                 \
  { "observables", 0, 0, G_OPTION_ARG_STRING, &(inputs)->observables,                                        \
    N_ ("Observables, separated by commas"), N_ ("LIST") },                                                  \
  { "params", 'p', 0, G_OPTION_ARG_STRING, &(inputs)->params,                                                \
    N_ ("Parameters, separated by commas"), N_ ("LIST") },                                                   \
  SL_COMMAND_ENTRY_PRESET (&(inputs)->preset),                                                               \
  SL_COMMAND_ENTRY_SET (&(inputs)->set),                                                                     \
  SL_COMMAND_ENTRY_AT (&(inputs)->at),                                                                       \
  SL_COMMAND_ENTRIES_DATA ((inputs)->data),                                                                  \
  SL_COMMAND_ENTRY_JSON (&(inputs)->json)

/* Reads the galaxy, the parameters (params NULL: those of sl_degeneracy_params()), the stellar library and
 * the filters. FALSE with an error that says what is wrong and what is allowed. Names of observables are
 * checked later, by what evaluates them. */
gboolean sl_derivative_inputs_load (SlDerivativeInputs *self, GError **error);
void sl_derivative_inputs_clear (SlDerivativeInputs *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlDerivativeInputs, sl_derivative_inputs_clear)

/* Unit of observable o; "" if it has none. */
const char *sl_derivative_inputs_unit (const SlDerivativeInputs *self, guint o);
