/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What defines a galaxy beside its values: options, tables, bin edges, lines. */
#include <string.h>

#include <glib/gi18n.h>

#include "app/session/sl-session-private.h"

typedef SlSessionSnapshot Snapshot;

/* Titles of switches contain the mark of an access key. */
static char *
plain_title (SlOptionId id)
{
  g_auto (GStrv) parts = g_strsplit (_ (sl_option_info (id)->title), "_", -1);

  return g_strjoinv (NULL, parts);
}

/* Whether the table that this value of an option needs is there. */
static gboolean
has_table (const SlGalaxy *galaxy, SlOptionId id, guint value)
{
  return !(id == SL_OPTION_SFH_FORM && value == SL_SFH_TABLE && !galaxy->sfh_table)
         && !(id == SL_OPTION_METALS && value == SL_METALS_TABLE && !galaxy->metals_table);
}

/* Set free for the first time, gas keeps the metals of the young stars. */
static void
keep_gas_metals (SlGalaxy *galaxy)
{
  const double def = sl_param_info (SL_PARAM_LGMET_GAS)->def;

  if (galaxy->metals == SL_METALS_AGE && galaxy->value[SL_PARAM_LGMET_GAS] == def)
    galaxy->value[SL_PARAM_LGMET_GAS] = galaxy->value[SL_PARAM_LGMET_YOUNG];
}

void
sl_session_set_option (SlSession *self, SlOptionId id, guint value)
{
  g_autofree char *title = NULL;
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail ((guint) id < SL_N_OPTIONS && value < sl_option_info (id)->n_values);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  if (!has_table (&next.galaxy, id, value))
    return;
  if (id == SL_OPTION_LGMET_GAS_FREE && value && !next.galaxy.lgmet_gas_free)
    keep_gas_metals (&next.galaxy);
  sl_galaxy_change_option (&next.galaxy, id, value);
  title = plain_title (id);
  sl_session_change (self, &next, title);
}

gboolean
sl_session_set_table (SlSession *self, SlOptionId id, const SlTable *table, GError **error)
{
  g_autofree char *title = NULL;
  Snapshot next;

  g_return_val_if_fail (SL_IS_SESSION (self) && table != NULL, FALSE);
  g_return_val_if_fail (id == SL_OPTION_SFH_FORM || id == SL_OPTION_METALS, FALSE);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  if (id == SL_OPTION_SFH_FORM)
    next.galaxy.sfh_table = table;
  else
    next.galaxy.metals_table = table;
  sl_galaxy_change_option (&next.galaxy, id,
                           id == SL_OPTION_SFH_FORM ? (guint) SL_SFH_TABLE : (guint) SL_METALS_TABLE);
  if (!sl_galaxy_check (&next.galaxy, TRUE, error))
    return FALSE;
  title = plain_title (id);
  sl_session_change (self, &next, title);
  return TRUE;
}

gboolean
sl_session_set_edges (SlSession *self, const double edges[SL_SFH_N_BINS + 1], GError **error)
{
  Snapshot next;
  SlGalaxy galaxy;

  g_return_val_if_fail (SL_IS_SESSION (self), FALSE);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  memcpy (next.galaxy.sfh_edges, edges, sizeof next.galaxy.sfh_edges);
  /* The check looks at edges only in this form. */
  galaxy = next.galaxy;
  galaxy.sfh_form = SL_SFH_CONTINUITY;
  if (!sl_galaxy_check (&galaxy, TRUE, error))
    return FALSE;
  sl_session_change (self, &next, _ ("Edges of the bins"));
  return TRUE;
}

/* --- groups --------------------------------------------------------------- */

/* Copies the options, tables, edges and lines of a group. */
static void
copy_group (SlGalaxy *to, const SlGalaxy *from, SlParamGroup group)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_option_info (i)->group == group)
      sl_galaxy_change_option (to, i, sl_galaxy_option (from, i));
  if (group == SL_GROUP_MAIN_SEQUENCE)
    {
      to->sfh_table = from->sfh_table;
      memcpy (to->sfh_edges, from->sfh_edges, sizeof to->sfh_edges);
    }
  if (group == SL_GROUP_METALS)
    to->metals_table = from->metals_table;
  if (group == SL_GROUP_GAS)
    memcpy (to->lines_off, from->lines_off, sizeof to->lines_off);
}

void
sl_session_reset_group_options (SlSession *self, SlGalaxy *galaxy, SlParamGroup group)
{
  const SlSfhFormId form = galaxy->sfh_form;
  const SlDustLaw law = galaxy->dust_law;

  copy_group (galaxy, &self->scene.galaxy, group);
  /* The values were defaults of the other form or law. */
  for (int i = 0; i < SL_N_PARAMS && (galaxy->sfh_form != form || galaxy->dust_law != law); i++)
    if (sl_param_info (i)->group == group)
      galaxy->value[i] = self->scene.galaxy.value[i];
}

gboolean
sl_session_group_options_changed (SlSession *self, SlParamGroup group)
{
  SlGalaxy galaxy = self->state.galaxy;

  copy_group (&galaxy, &self->scene.galaxy, group);
  return !sl_galaxy_same_options (&galaxy, &self->state.galaxy);
}

/* --- lines ---------------------------------------------------------------- */

/* Lines have other numbers in another library; the galaxies of all steps follow. */
typedef struct {
  guint64 off[SL_MAX_LINES / 64]; /* lines that are off in some galaxy, by old number */
  guint to[SL_MAX_LINES], n;      /* new numbers of the n old lines; SL_MAX_LINES: forgotten */
  void (*function) (SlGalaxy *galaxy, gpointer renumbering);
} Renumbering;

static void
collect (SlGalaxy *galaxy, gpointer data)
{
  Renumbering *lines = data;

  for (guint k = 0; k < G_N_ELEMENTS (lines->off); k++)
    lines->off[k] |= galaxy->lines_off[k];
}

static void
renumber (SlGalaxy *galaxy, gpointer data)
{
  const Renumbering *lines = data;
  guint64 off[G_N_ELEMENTS (galaxy->lines_off)] = { 0 };

  for (guint i = 0; i < lines->n; i++)
    if (sl_session_state_line_off (galaxy, i) && lines->to[i] < SL_MAX_LINES)
      off[lines->to[i] / 64] |= G_GUINT64_CONSTANT (1) << lines->to[i] % 64;
  memcpy (galaxy->lines_off, off, sizeof off);
}

static void
visit (gpointer data, gpointer renumbering)
{
  Snapshot *snapshot = data;
  Renumbering *lines = renumbering;

  lines->function (&snapshot->galaxy, lines);
  for (guint i = 0; i < snapshot->desk.n_pins; i++)
    lines->function (&snapshot->desk.pin[i].galaxy, lines);
}

/* Calls function for every galaxy: of now, of undo and redo, and of saved documents. */
static void
visit_all (SlSession *self, Snapshot *now, void (*function) (SlGalaxy *galaxy, gpointer renumbering),
           Renumbering *lines)
{
  GHashTableIter iter;
  gpointer saved;

  lines->function = function;
  visit (now, lines);
  sl_undo_foreach (self->undo, visit, lines);
  g_hash_table_iter_init (&iter, self->saved);
  while (g_hash_table_iter_next (&iter, NULL, &saved))
    visit (saved, lines);
}

void
sl_session_set_line_names (SlSession *self, const char *const *names, guint n)
{
  SlSessionState *state = &self->state;
  Renumbering lines = { .n = state->n_lines };
  SlGalaxy any = { .lines_off = { 0 } };
  Snapshot now;
  const char *old[SL_MAX_LINES];

  g_return_if_fail (SL_IS_SESSION (self));

  sl_session_end_drag (self);
  memcpy (old, state->line, sizeof old);
  state->n_lines = state->n_library_lines = MIN (n, SL_MAX_LINES);
  for (guint i = 0; i < state->n_lines; i++)
    state->line[i] = g_intern_string (names[i]);
  sl_session_snapshot (self, &now);
  visit_all (self, &now, collect, &lines);
  memcpy (any.lines_off, lines.off, sizeof lines.off);
  /* Of lines that this library lacks, keep those that are off in some galaxy. */
  for (guint i = 0; i < lines.n; i++)
    lines.to[i] = sl_session_state_line_off (&any, i) ? sl_session_state_line (state, old[i]) : SL_MAX_LINES;
  visit_all (self, &now, renumber, &lines);
  /* The same galaxy with other numbers of lines is no step. */
  sl_session_go_to (self, &now);
}

const char *const *
sl_session_get_line_names (SlSession *self, guint *n)
{
  g_return_val_if_fail (SL_IS_SESSION (self), NULL);
  if (n)
    *n = self->state.n_lines;
  return self->state.line;
}

static void
switch_line (SlGalaxy *galaxy, guint line, gboolean shines)
{
  const guint64 bit = G_GUINT64_CONSTANT (1) << line % 64;

  if (shines)
    galaxy->lines_off[line / 64] &= ~bit;
  else
    galaxy->lines_off[line / 64] |= bit;
}

void
sl_session_set_line (SlSession *self, guint line, gboolean shines)
{
  g_autofree char *title = NULL;
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));
  g_return_if_fail (line < self->state.n_library_lines);

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  switch_line (&next.galaxy, line, shines);
  title = g_strdup_printf (_ ("Line %s"), self->state.line[line]);
  sl_session_change (self, &next, title);
}

void
sl_session_set_lines (SlSession *self, const guint64 which[SL_MAX_LINES / 64], gboolean shine)
{
  Snapshot next;

  g_return_if_fail (SL_IS_SESSION (self));

  sl_session_end_drag (self);
  sl_session_snapshot (self, &next);
  for (guint i = 0; i < self->state.n_library_lines; i++)
    if (which[i / 64] >> i % 64 & 1)
      switch_line (&next.galaxy, i, shine);
  sl_session_change (self, &next, _ ("Emission lines"));
}

gboolean
sl_session_get_line (SlSession *self, guint line)
{
  g_return_val_if_fail (SL_IS_SESSION (self) && line < SL_MAX_LINES, TRUE);
  return !sl_session_state_line_off (&self->state.galaxy, line);
}

guint
sl_session_count_lines_off (SlSession *self)
{
  guint n = 0;

  g_return_val_if_fail (SL_IS_SESSION (self), 0);
  for (guint i = 0; i < self->state.n_library_lines; i++)
    n += sl_session_state_line_off (&self->state.galaxy, i);
  return n;
}
