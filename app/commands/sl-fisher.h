/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <json-glib/json-glib.h>

#include "app/commands/sl-derivative-inputs.h"
#include "model/degeneracy/sl-next.h"
#include "model/derivatives/sl-fisher.h"

/* What the files of the command fisher share. */

/* What it says beyond the matrix, on request. */
typedef struct {
  /* options as typed; NULL or FALSE: not asked for */
  char **prior, **apart;
  char *next, *of, *bias;
  gboolean dali;
  /* --next: (n_next) */
  char **next_names;
  double *next_sigma;      /* NAN: the error of all observables */
  guint n_next;
  int of_column;           /* column of --for among the parameters; -1: the volume */
  SlNext *ranks;           /* (n_next) */
  /* --bias */
  SlParamId bias_id;
  double bias_amount;
  double *shift;           /* (n) */
  /* --apart */
  SlGalaxySettings apart_set;
  char *apart_preset;
  double *apart_value;     /* (n_obs) */
  double *apart_share;     /* (n_obs) */
  double chi2;
  /* --dali */
  double *interval;        /* (n, 2) ends of a parameter's profile at one standard deviation */
  GArray *contours;        /* (Contour) of pairs, in JSON only */
} SlFisherExtras;

/* A forecast of n parameters from n_obs observables. */
typedef struct {
  SlDerivativeInputs inputs;
  char *sigma_text, *engine;
  double *sigma;           /* (n_obs) */
  double *prior;           /* (n) standard deviations of priors; infinite: none */
  double *value, *jac;     /* (n_obs), (n_obs, n) */
  double *fisher;          /* (n, n) with priors */
  SlFisherForecast forecast;
  SlFisherExtras extras;
} SlFisherCommand;

/* Rows of a GOptionEntry array. */
#define SL_FISHER_EXTRAS_ENTRIES(extras)                                                                     \
  { "prior", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(extras)->prior,                                              \
    N_ ("Gaussian prior of a parameter, or “range” for all others; may be repeated"), N_ ("PARAMETER=S") },  \
  { "next", 0, 0, G_OPTION_ARG_STRING, &(extras)->next,                                                      \
    N_ ("Rank what further observables would add, with their errors"), N_ ("OBSERVABLE[=S],…") },            \
  { "for", 0, 0, G_OPTION_ARG_STRING, &(extras)->of,                                                         \
    N_ ("The parameter that they are ranked for (default: all together)"), N_ ("PARAMETER") },               \
  { "bias", 0, 0, G_OPTION_ARG_STRING, &(extras)->bias,                                                      \
    N_ ("Shift of all parameters if a fixed one is wrong by an amount"), N_ ("PARAMETER=AMOUNT") },          \
  { "dali", 0, 0, G_OPTION_ARG_NONE, &(extras)->dali,                                                        \
    N_ ("Bent errors and contours, from second derivatives"), NULL },                                        \
  { "apart", 0, 0, G_OPTION_ARG_STRING_ARRAY, &(extras)->apart,                                              \
    N_ ("Tell apart from the galaxy with this changed (or preset=NAME); may be repeated"), N_ ("NAME=VALUE") }

void sl_fisher_extras_clear (SlFisherExtras *self);
/* Reads the options, before the library is loaded. FALSE with an error that names the option. */
gboolean sl_fisher_extras_parse (SlFisherExtras *self, GError **error);
/* Reads what depends on the parameters and the galaxy, and fills command->prior. */
gboolean sl_fisher_extras_read (SlFisherCommand *command, GError **error);
/* Computes them. engine: has the observables of the command and then those of --next; result: of the galaxy,
 * with the Jacobian; it is used up. */
gboolean sl_fisher_extras_evaluate (SlFisherCommand *command, SlEngine *engine, SlResult *result,
                                    GError **error);
void sl_fisher_extras_print (const SlFisherCommand *command);
/* Adds members to the current object. */
void sl_fisher_extras_print_json (const SlFisherCommand *command, JsonBuilder *builder);
