/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <json-glib/json-glib.h>

#include "app/io/sl-galaxy-settings.h"
#include "app/commands/sl-commands.h"

/* What the commands of derivatives share: one galaxy, observables and parameters. */
typedef struct {
  /* As typed. */
  char *preset, *observables, *params, *grid;
  char **set;
  gboolean json;
  /* Made of it by sl_cmd_derivatives_load(). */
  SlGalaxySettings settings;
  SlGalaxy galaxy;
  SlTemplates *templates;
  SlFilterSet *filters;
  char **names;             /* (n_obs) of the observables, NULL-terminated */
  guint n_obs, n;
  SlParamId id[SL_N_PARAMS]; /* (n) */
  const char *param_names[SL_N_PARAMS]; /* (n) */
} SlCmdDerivatives;

/* The options of both commands: rows of a GOptionEntry array. */
#define SL_CMD_DERIVATIVES_ENTRIES(o)                                                               \
  { "observables", 0, 0, G_OPTION_ARG_STRING, &(o)->observables,                                    \
    N_ ("What is observed, separated by commas"), N_ ("LIST") },                                    \
  { "params", 'p', 0, G_OPTION_ARG_STRING, &(o)->params,                                            \
    N_ ("Parameters, separated by commas"), N_ ("LIST") },                                          \
  { "preset", 0, 0, G_OPTION_ARG_STRING, &(o)->preset,                                              \
    N_ ("Galaxy to start from (default: quenched)"), N_ ("NAME") },                                 \
  { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &(o)->set,                                            \
    N_ ("Change a parameter or an option; may be repeated"), N_ ("NAME=VALUE") },                   \
  { "grid", 0, 0, G_OPTION_ARG_FILENAME, &(o)->grid, N_ ("Another stellar library"), N_ ("FILE") }, \
  { "json", 'j', 0, G_OPTION_ARG_NONE, &(o)->json, N_ ("Write JSON and nothing else"), NULL }

/* Reads galaxy, parameters, library and filters. FALSE with an error that says what is wrong and what there
 * is; names of observables are left to those who compute them. */
gboolean sl_cmd_derivatives_load (SlCmdDerivatives *self, GError **error);
void sl_cmd_derivatives_clear (SlCmdDerivatives *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SlCmdDerivatives, sl_cmd_derivatives_clear)

/* Unit of observable o, "" where it has none. */
const char *sl_cmd_derivatives_unit (const SlCmdDerivatives *self, guint o);

/* A table of numbers (n_rows, n_columns) in the C locale, aligned, with names. */
void sl_cmd_print_table (const char *const *row_names, const char *const *column_names, const double *values,
                         guint n_rows, guint n_columns);
/* A number in the C locale; what does not exist is "nan". buffer: G_ASCII_DTOSTR_BUF_SIZE. */
const char *sl_cmd_number_text (double value, char *buffer);

/* JSON: a member of an array of numbers (n), or of rows (n_rows, n). What is not finite is null. */
void sl_cmd_json_number (JsonBuilder *builder, const char *name, double value);
void sl_cmd_json_text (JsonBuilder *builder, const char *name, const char *text);
void sl_cmd_json_numbers (JsonBuilder *builder, const char *name, const double *values, guint n);
void sl_cmd_json_matrix (JsonBuilder *builder, const char *name, const double *values, guint n_rows, guint n);
void sl_cmd_json_texts (JsonBuilder *builder, const char *name, const char *const *texts, guint n);
/* Prints what was built and frees it. */
void sl_cmd_json_print (JsonBuilder *builder);
