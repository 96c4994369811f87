/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state of a session as JSON: its copy on disk, and documents. */
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/session/sl-session-private.h"
#include "model/io/sl-json-text.h"
#include "model/support/sl-text-quote.h"

#define STATE_FORMAT "starloom-state"
#define STATE_VERSION 1
/* Brackets within brackets; the program writes five. */
#define MAX_DEPTH 32
/* For people who open the file in an editor; the same in every language. */
#define COMMENT                                                                                              \
  "A galaxy and its plots, for Starloom. Times in Gyr (sfh_edges: before the galaxy is seen), masses as lg " \
  "Msun, metals as lg of their mass fraction, attenuation in mag; each parameter with its unit and range: "  \
  "starloom render --list. Limits of lines and indices are in air."

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* Names of the parameters of a set. */
static void
add_params (JsonBuilder *builder, const char *name, SlParamSet set)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (int i = sl_param_set_next (set, -1); i >= 0; i = sl_param_set_next (set, i))
    json_builder_add_string_value (builder, sl_param_info (i)->name);
  json_builder_end_array (builder);
}

static void
add_numbers (JsonBuilder *builder, const char *name, const double *values, guint n)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < n; i++)
    json_builder_add_double_value (builder, values[i]);
  json_builder_end_array (builder);
}

static void
add_table (JsonBuilder *builder, const char *key, const SlTable *table)
{
  if (!table)
    return;
  json_builder_set_member_name (builder, key);
  json_builder_begin_object (builder);
  add_string (builder, "name", table->name);
  /* How the file was read: x and y are what came of it. */
  add_string (builder, "times", sl_table_times_name (table->times));
  add_string (builder, "values", sl_table_values_name (table->values));
  add_numbers (builder, "x", table->x, table->n);
  add_numbers (builder, "y", table->y, table->n);
  json_builder_end_object (builder);
}

/* Adds options, tables, lines and values to the open object, by name. */
static void
add_galaxy (JsonBuilder *builder, const SlSessionState *self, const SlGalaxy *galaxy)
{
  for (int i = 0; i < SL_N_OPTIONS; i++)
    if (sl_option_info (i)->is_switch)
      add_boolean (builder, sl_option_info (i)->name, sl_galaxy_option (galaxy, i) != 0);
    else
      add_string (builder, sl_option_info (i)->name, sl_option_value_name (i, sl_galaxy_option (galaxy, i)));
  add_numbers (builder, "sfh_edges", galaxy->sfh_edges, SL_SFH_N_BINS + 1);
  add_table (builder, "sfh_table", galaxy->sfh_table);
  add_table (builder, "metals_table", galaxy->metals_table);
  json_builder_set_member_name (builder, "lines_off");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->n_lines; i++)
    if (sl_session_state_line_off (galaxy, i))
      json_builder_add_string_value (builder, self->line[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "values");
  json_builder_begin_object (builder);
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      json_builder_set_member_name (builder, sl_param_info (i)->name);
      json_builder_add_double_value (builder, galaxy->value[i]);
    }
  json_builder_end_object (builder);
}

static void
add_desk (JsonBuilder *builder, const SlSessionState *self)
{
  const SlSessionDesk *desk = &self->desk;

  json_builder_set_member_name (builder, "pins");
  json_builder_begin_array (builder);
  for (guint i = 0; i < desk->n_pins; i++)
    {
      json_builder_begin_object (builder);
      add_string (builder, "name", desk->pin[i].name);
      add_boolean (builder, "shown", desk->pin[i].shown);
      add_galaxy (builder, self, &desk->pin[i].galaxy);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_boolean (builder, "differences", desk->differences);
  json_builder_set_member_name (builder, "layout");
  json_builder_begin_object (builder);
  add_string (builder, "tiling", sl_tiling_info (desk->layout.tiling)->name);
  json_builder_set_member_name (builder, "tiles");
  json_builder_begin_array (builder);
  for (guint i = 0; i < desk->layout.n_tiles; i++)
    {
      json_builder_begin_object (builder);
      add_string (builder, "figure", desk->layout.tile[i].figure);
      add_string (builder, "choices", desk->layout.tile[i].choices);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

char *
sl_session_state_to_json (const SlSessionState *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_string (builder, "format", STATE_FORMAT);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, STATE_VERSION);
  add_string (builder, "program", SL_VERSION);
  add_string (builder, "comment", COMMENT);
  if (self->document)
    {
      g_autofree char *uri = g_filename_to_uri (self->document, NULL, NULL);

      if (uri)
        add_string (builder, "document", uri);
      add_boolean (builder, "document_modified", self->document_modified);
    }
  add_string (builder, "preset", self->preset);
  add_galaxy (builder, self, &self->galaxy);
  add_params (builder, "locked", self->locks);
  add_string (builder, "gradient", sl_param_info (self->gradient)->name);
  add_params (builder, "tied", self->tied);
  add_params (builder, "more_gradients", self->more_gradients);
  add_string (builder, "focus", self->focus);
  add_boolean (builder, "follow", self->follow);
  add_desk (builder, self);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return sl_json_text_mend_numbers (json_generator_to_data (generator, NULL));
}

static JsonNode *
member (JsonObject *object, const char *name, GType type)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

/* JSON can contain "\ud800", which is not valid UTF-8; written again, it would damage the file. */
static const char *
text_of (JsonNode *node)
{
  const char *text = json_node_get_string (node);

  return g_utf8_validate (text, -1, NULL) ? text : NULL;
}

static const char *
member_string (JsonObject *object, const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_STRING);

  return node ? text_of (node) : NULL;
}

static gboolean
is_number (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_VALUE (node)
         && (json_node_get_value_type (node) == G_TYPE_DOUBLE
             || json_node_get_value_type (node) == G_TYPE_INT64);
}

/* The numbers of an array, g_free; NULL with an error that names it. */
static double *
read_numbers (JsonObject *object, const char *name, guint *n, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autofree double *values = NULL;

  *n = array ? json_array_get_length (array) : 0;
  values = g_new0 (double, *n + 1);
  for (guint i = 0; i < *n; i++)
    {
      if (!is_number (json_array_get_element (array, i)))
        array = NULL;
      if (!array)
        break;
      values[i] = json_array_get_double_element (array, i);
    }
  if (array)
    return g_steal_pointer (&values);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not a list of numbers"), name);
  return NULL;
}

static gboolean
read_table (const SlTable **table, JsonObject *object, const char *key, GError **error)
{
  JsonNode *node = json_object_get_member (object, key);
  const char *name;
  g_autofree double *x = NULL, *y = NULL;
  JsonObject *parts;
  int times, values;
  guint n, n_y;

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node) || !(name = member_string (json_node_get_object (node), "name")))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not a table"), key);
      return FALSE;
    }
  parts = json_node_get_object (node);
  if (!(x = read_numbers (parts, "x", &n, error)) || !(y = read_numbers (parts, "y", &n_y, error)))
    return FALSE;
  if (n != n_y)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” has columns of %u and %u numbers"),
                   key, n, n_y);
      return FALSE;
    }
  /* Files of earlier versions have plain tables and do not say so. */
  times = sl_table_times_lookup (member_string (parts, "times"));
  values = sl_table_values_lookup (member_string (parts, "values"));
  *table = sl_table_intern_read (name, x, y, n, MAX (times, 0), MAX (values, 0), error);
  return *table != NULL;
}

static gboolean
member_boolean (JsonObject *object, const char *name, gboolean otherwise)
{
  JsonNode *node = member (object, name, G_TYPE_BOOLEAN);

  return node ? json_node_get_boolean (node) : otherwise;
}

/* A member that is a list; NULL for anything else. */
static JsonArray *
member_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

static const char *
element_string (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? text_of (node)
                                                                                          : NULL;
}

static JsonObject *
element_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Names of lines become bits. Ignores other elements. */
static void
read_lines (SlSessionState *state, SlGalaxy *galaxy, JsonObject *object)
{
  JsonArray *array = member_array (object, "lines_off");

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      const char *name = element_string (array, i);
      guint line = name ? sl_session_state_line (state, name) : SL_MAX_LINES;

      if (line < SL_MAX_LINES)
        galaxy->lines_off[line / 64] |= G_GUINT64_CONSTANT (1) << line % 64;
    }
}

/* The set of the parameters named. Ignores other elements. */
static SlParamSet
read_params (JsonObject *object, const char *key)
{
  JsonArray *array = member_array (object, key);
  SlParamSet set = sl_param_set_none ();

  for (guint i = 0; array && i < json_array_get_length (array); i++)
    {
      const char *name = element_string (array, i);
      int id = name ? sl_param_lookup (name) : -1;

      if (id >= 0)
        sl_param_set_add (&set, id);
    }
  return set;
}

static gboolean
read_options (SlSessionState *state, SlGalaxy *galaxy, JsonObject *object, GError **error)
{
  JsonNode *node;

  for (int i = 0; i < SL_N_OPTIONS; i++)
    {
      const SlOptionInfo *info = sl_option_info (i);
      const char *name;
      int value = -1;

      if (info->is_switch && (node = member (object, info->name, G_TYPE_BOOLEAN)))
        value = json_node_get_boolean (node);
      else if ((name = member_string (object, info->name)))
        value = sl_option_value_lookup (i, name);
      if (value >= 0)
        sl_galaxy_set_option (galaxy, i, value);
    }
  if (json_object_has_member (object, "sfh_edges"))
    {
      guint n;
      g_autofree double *edges = read_numbers (object, "sfh_edges", &n, error);

      if (!edges)
        return FALSE;
      if (n == SL_SFH_N_BINS + 1)
        memcpy (galaxy->sfh_edges, edges, sizeof galaxy->sfh_edges);
    }
  read_lines (state, galaxy, object);
  return read_table (&galaxy->sfh_table, object, "sfh_table", error)
         && read_table (&galaxy->metals_table, object, "metals_table", error);
}

static gboolean
read_values (SlGalaxy *galaxy, JsonObject *values, GError **error)
{
  for (int i = 0; i < SL_N_PARAMS; i++)
    {
      const char *name = sl_param_info (i)->name;
      JsonNode *node = json_object_get_member (values, name);

      if (node == NULL)
        continue;
      if (!is_number (node))
        {
          g_autofree char *text = json_to_string (node, FALSE);
          g_autofree char *found = sl_text_quote (text, SL_TEXT_QUOTE);

          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s”: expected a number, found %s"),
                       name, found);
          return FALSE;
        }
      galaxy->value[i] = json_node_get_double (node);
    }
  return TRUE;
}

/* Reads what add_galaxy() wrote; missing members leave galaxy unchanged. */
static gboolean
read_galaxy (SlSessionState *state, SlGalaxy *galaxy, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, "values");

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("there are no values"));
      return FALSE;
    }
  if (!read_options (state, galaxy, object, error)
      || !read_values (galaxy, json_node_get_object (node), error))
    return FALSE;
  sl_session_state_make_valid (galaxy);
  return TRUE;
}

static gboolean
read_pins (SlSessionState *state, JsonObject *object, GError **error)
{
  SlSessionDesk *desk = &state->desk;
  JsonArray *array = member_array (object, "pins");

  desk->n_pins = 0;
  if (!array && json_object_has_member (object, "pins"))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("“%s” is not a list"), "pins");
      return FALSE;
    }
  for (guint i = 0; array && i < json_array_get_length (array) && desk->n_pins < SL_SESSION_MAX_PINS; i++)
    {
      SlSessionPin *pin = &desk->pin[desk->n_pins];
      JsonObject *parts = element_object (array, i);

      memset (pin, 0, sizeof *pin);
      sl_galaxy_init (&pin->galaxy);
      if (!parts)
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("it is not a galaxy"));
      if (!parts || !read_galaxy (state, &pin->galaxy, parts, error))
        {
          g_prefix_error (error, _ ("pinned galaxy %u: "), i + 1);
          return FALSE;
        }
      if (!member_string (parts, "name") || !sl_session_pin_set_name (pin, member_string (parts, "name")))
        sl_session_pin_give_letter (desk, pin);
      pin->shown = member_boolean (parts, "shown", TRUE);
      desk->n_pins++;
    }
  return TRUE;
}

/* Errors in the layout do not make the file unreadable: what is invalid counts as missing. */
static void
read_layout (SlSessionLayout *layout, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "layout");
  JsonObject *parts = node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonArray *tiles = parts ? member_array (parts, "tiles") : NULL;
  int tiling = parts ? sl_tiling_lookup (member_string (parts, "tiling")) : -1;

  sl_session_layout_init (layout);
  if (tiling >= 0)
    layout->tiling = tiling;
  if (tiles)
    layout->n_tiles = 0;
  for (guint i = 0; tiles && i < json_array_get_length (tiles) && layout->n_tiles < SL_SESSION_MAX_TILES; i++)
    {
      SlSessionTile *tile = &layout->tile[layout->n_tiles];
      JsonObject *one = element_object (tiles, i);
      const char *figure = one ? member_string (one, "figure") : NULL,
                 *choices = one ? member_string (one, "choices") : NULL;

      /* A name that is too long is ignored. */
      if (!figure || !*figure || strlen (figure) >= sizeof tile->figure)
        continue;
      memset (tile, 0, sizeof *tile);
      g_strlcpy (tile->figure, figure, sizeof tile->figure);
      if (choices && strlen (choices) < sizeof tile->choices)
        g_strlcpy (tile->choices, choices, sizeof tile->choices);
      layout->n_tiles++;
    }
  sl_session_layout_make_valid (layout);
}

char *
sl_json_fault (const GError *cause)
{
  g_autofree char *message = sl_text_quote (cause->message, 0);
  guint line, column;
  int end = 0;

  /* The library cuts long names within characters, and begins its messages so: the text has no name. */
  if (sscanf (message, "<data>:%u:%u: %n", &line, &column, &end) < 2 || end == 0)
    return g_steal_pointer (&message);
  return g_strdup_printf (_ ("line %u, column %u: %s"), line, column, message + end);
}

/* The object in the text, or NULL with an error. Valid as long as the parser. */
static JsonObject *
parse (JsonParser *parser, const char *text, gsize length, GError **error)
{
  g_autofree char *clean = g_malloc0 (length + 1);
  g_autoptr (GError) cause = NULL;
  JsonNode *root, *node;
  JsonObject *object;

  memcpy (clean, text, length);
  /* The parser recurses for each bracket, so deep nesting would overflow the stack. */
  if (!sl_json_text_clean (clean, length, MAX_DEPTH, error))
    return NULL;
  if (!json_parser_load_from_data (parser, clean, (gssize) length, &cause))
    {
      g_autofree char *fault = sl_json_fault (cause);

      g_set_error_literal (error, cause->domain, cause->code, fault);
      return NULL;
    }
  root = json_parser_get_root (parser);
  object = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object == NULL || g_strcmp0 (member_string (object, "format"), STATE_FORMAT) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("expected the state of a session, found other data"));
      return NULL;
    }
  if ((node = member (object, "version", G_TYPE_INT64)) == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("expected version %d, found none"),
                   STATE_VERSION);
      return NULL;
    }
  if (json_node_get_int (node) != STATE_VERSION)
    {
      const char *program = member_string (object, "program");
      /* A format macro cannot be part of a translated text. */
      g_autofree char *found = g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _ ("expected version %d, found version %s, written by Starloom %s"), STATE_VERSION, found,
                   program ? program : "?");
      return NULL;
    }
  return object;
}

gboolean
sl_session_state_from_json (SlSessionState *self, const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonObject *object = parse (parser, text, length < 0 ? strlen (text) : (gsize) length, error);
  SlSessionState state = *self;
  SlSessionScene scene;
  const char *name;

  if (!object)
    return FALSE;
  if ((name = member_string (object, "preset")) && sl_session_scene_find (name, &scene))
    g_strlcpy (state.preset, name, sizeof state.preset);
  else if (!sl_session_scene_find (state.preset, &scene))
    sl_session_scene_init (&scene);
  state.galaxy = scene.galaxy;
  if (!read_galaxy (&state, &state.galaxy, object, error) || !read_pins (&state, object, error))
    return FALSE;
  state.locks = read_params (object, "locked");
  state.more_gradients = read_params (object, "more_gradients");
  if ((name = member_string (object, "gradient")) && sl_param_lookup (name) >= 0)
    state.gradient = sl_param_lookup (name);
  state.tied = read_params (object, "tied");
  sl_param_set_remove (&state.tied, state.gradient);
  if ((name = member_string (object, "focus")) && strlen (name) < sizeof state.focus)
    /* The older name of the mass of living stars. */
    g_strlcpy (state.focus, strcmp (name, "lgmstar_surviving") == 0 ? "lgmstar_living" : name,
               sizeof state.focus);
  state.follow = member_boolean (object, "follow", state.follow);
  state.desk.differences = member_boolean (object, "differences", FALSE);
  read_layout (&state.desk.layout, object);
  name = member_string (object, "document");
  if (name)
    {
      g_autofree char *path = g_filename_from_uri (name, NULL, NULL);

      state.document = path ? g_intern_string (path) : NULL;
    }
  else
    state.document = NULL;
  state.document_modified = member_boolean (object, "document_modified", TRUE);
  state.gradient = sl_session_state_gradient (&state.galaxy, state.gradient);
  *self = state;
  return TRUE;
}
