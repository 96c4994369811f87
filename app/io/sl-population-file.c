/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-population-file.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

#include "app/io/sl-galaxy-settings.h"
#include "app/io/sl-points.h"
#include "model/support/sl-error.h"

#define FORMAT "starloom-population"
#define VERSION 1
/* Larger than any description. */
#define MOST_BYTES (4u << 20)

/* --------------------------------------------------------------- catalogues */

SlPopCatalogue *
sl_population_catalogue_load (const char *path, GError **error)
{
  g_autoptr (SlPoints) points = sl_points_load (path, error);
  g_autofree double *values = NULL;
  SlPopCatalogue *self;

  if (!points || !sl_points_check (points, FALSE, error))
    return NULL;
  values = g_new (double, MAX (points->n, 1) * SL_POP_N);
  for (gsize i = 0; i < points->n; i++)
    {
      const SlGalaxy *g = &points->galaxies[i];

      if (g->sfh_form != SL_SFH_DIFFSTAR || g->metals != SL_METALS_AGE)
        {
          g_autofree char *where = sl_points_where (points, i);

          g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                       _ ("%s: populations take histories of the form “%s” and metals by age"), where,
                       sl_sfh_form_info (SL_SFH_DIFFSTAR)->name);
          return NULL;
        }
      for (int p = 0; p < SL_POP_N; p++)
        values[i * SL_POP_N + p] = g->value[sl_pop_param (p)];
    }
  self = sl_pop_catalogue_new (values, points->n, error);
  if (!self)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  self->path = g_canonicalize_filename (path, NULL);
  return self;
}

void
sl_population_use_catalogue (SlPopulationSpec *spec, const SlPopCatalogue *catalogue)
{
  spec->catalogue = catalogue;
  spec->n_components = 1;
  spec->n_correlations = 0;
  spec->own = spec->drawn = 0;
  spec->tied_metals = catalogue->mean[SL_POP_LGMET_YOUNG] == catalogue->mean[SL_POP_LGMET_OLD]
                      && catalogue->scatter[SL_POP_LGMET_OLD] == 0.0
                      && catalogue->scatter[SL_POP_LGMET_YOUNG] == 0.0;
  spec->tied_dust = FALSE;
  spec->dust = spec->burst = FALSE;
  for (int p = 0; p < SL_POP_N; p++)
    {
      spec->base.value[sl_pop_param (p)] = catalogue->mean[p];
      spec->axis[0][p].mean = catalogue->mean[p];
      spec->axis[0][p].scatter = catalogue->scatter[p];
      spec->axis[0][p].slope = 0.0;
      spec->axis[0][p].shape = SL_POP_NORMAL;
      if (!(catalogue->scatter[p] > 0.0))
        continue;
      spec->drawn |= 1u << p;
    }
  spec->burst = catalogue->scatter[SL_POP_LGFBURST] > 0.0
                || catalogue->mean[SL_POP_LGFBURST] > sl_param_info (SL_PARAM_LGFBURST)->lo;
  spec->dust = catalogue->mean[SL_POP_AV_YOUNG] > 0.0 || catalogue->mean[SL_POP_AV_OLD] > 0.0;
  if (!spec->dust)
    spec->drawn &= ~(~0u << SL_POP_DUST);
}

/* ------------------------------------------------------------------ reading */

/* Where in the file a reader stands. */
typedef struct {
  const char *path;
  const SlTemplates *templates; /* NULL: none */
  char *at;               /* "distributions[2].", for messages */
  GError **error;
} Reader;

static gboolean
bad (const Reader *r, const char *member, const char *expected, JsonNode *found)
{
  g_autofree char *text = found ? json_to_string (found, FALSE) : g_strdup (_ ("nothing"));

  if (g_utf8_strlen (text, -1) > 40)
    *g_utf8_offset_to_pointer (text, 40) = '\0';
  g_set_error (r->error, SL_ERROR, SL_ERROR_DATA, _ ("%s: %s%s: expected %s, found %s"), r->path, r->at,
               member, expected, text);
  return FALSE;
}

/* Only these members; names: NULL-terminated. */
static gboolean
only (const Reader *r, JsonObject *object, const char *const *names)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l; l = l->next)
    if (!g_strv_contains (names, l->data))
      {
        g_autofree char *known = g_strjoinv (", ", (char **) names);

        g_set_error (r->error, SL_ERROR, SL_ERROR_DATA, _ ("%s: %s%s: there is no such member; there are %s"),
                     r->path, r->at, (const char *) l->data, known);
        return FALSE;
      }
  return TRUE;
}

/* Each leaves *out alone where the member is not there. */
static gboolean
read_number (const Reader *r, JsonObject *object, const char *name, double *out)
{
  JsonNode *node = json_object_get_member (object, name);
  GType type = node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (!node)
    return TRUE;
  if ((type != G_TYPE_DOUBLE && type != G_TYPE_INT64) || !isfinite (json_node_get_double (node)))
    return bad (r, name, _ ("a number"), node);
  *out = json_node_get_double (node);
  return TRUE;
}

static gboolean
read_count (const Reader *r, JsonObject *object, const char *name, guint most, guint *out)
{
  double x = *out;

  if (!read_number (r, object, name, &x))
    return FALSE;
  if (x != floor (x) || x < 1 || x > most)
    {
      g_autofree char *expected = g_strdup_printf (_ ("a whole number from 1 to %u"), most);

      return bad (r, name, expected, json_object_get_member (object, name));
    }
  *out = x;
  return TRUE;
}

static gboolean
read_boolean (const Reader *r, JsonObject *object, const char *name, gboolean *out)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return bad (r, name, _ ("true or false"), node);
  *out = json_node_get_boolean (node);
  return TRUE;
}

/* Borrowed; NULL where it is not there. */
static gboolean
read_text (const Reader *r, JsonObject *object, const char *name, const char **out)
{
  JsonNode *node = json_object_get_member (object, name);

  *out = NULL;
  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return bad (r, name, _ ("a text"), node);
  *out = json_node_get_string (node);
  return TRUE;
}

static gboolean
read_object (const Reader *r, JsonObject *object, const char *name, JsonObject **out)
{
  JsonNode *node = json_object_get_member (object, name);

  *out = NULL;
  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return bad (r, name, "{…}", node);
  *out = json_node_get_object (node);
  return TRUE;
}

static gboolean
read_array (const Reader *r, JsonObject *object, const char *name, guint most, JsonArray **out)
{
  JsonNode *node = json_object_get_member (object, name);

  *out = NULL;
  if (!node)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node) || json_array_get_length (json_node_get_array (node)) > most)
    {
      g_autofree char *expected = g_strdup_printf (_ ("a list of at most %u"), most);

      return bad (r, name, expected, node);
    }
  *out = json_node_get_array (node);
  return TRUE;
}

static gboolean
read_parameter (const Reader *r, const char *name, int *out)
{
  const int id = sl_param_lookup (name);

  *out = id < 0 ? -1 : sl_pop_of_param (id);
  if (*out >= 0)
    return TRUE;
  g_set_error (r->error, SL_ERROR, SL_ERROR_PARAMETER,
               _ ("%s: %s“%s” is no parameter that differs from galaxy to galaxy"), r->path, r->at, name);
  return FALSE;
}

static const char *const component_names[] = { "both", "first", "second" }, *const shape_names[] = {
  "normal", "uniform"
};

static gboolean
read_choice (const Reader *r, JsonObject *object, const char *name, const char *const *names, guint n,
             guint *out)
{
  const char *text;

  if (!read_text (r, object, name, &text))
    return FALSE;
  for (guint i = 0; text && i < n; i++)
    if (strcmp (names[i], text) == 0)
      {
        *out = i;
        return TRUE;
      }
  if (!text)
    return TRUE;
  {
    g_autofree char *expected = g_strdup_printf ("“%s”, “%s”%s", names[0], names[1], n > 2 ? " …" : "");

    return bad (r, name, expected, json_object_get_member (object, name));
  }
}

static gboolean
read_distribution (Reader *r, JsonNode *node, SlPopulationSpec *spec)
{
  static const char *const members[] = {
    "parameter", "component", "shape", "mean", "scatter", "slope", NULL
  };
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name;
  guint component = 0, shape = 0;
  double mean = NAN, scatter = 0.0, slope = 0.0;
  int p;

  if (!object)
    return bad (r, "", "{…}", node);
  if (!only (r, object, members) || !read_text (r, object, "parameter", &name))
    return FALSE;
  if (!name)
    return bad (r, "parameter", _ ("the name of a parameter"), NULL);
  if (!read_parameter (r, name, &p) || !read_choice (r, object, "component", component_names, 3, &component)
      || !read_choice (r, object, "shape", shape_names, 2, &shape) || !read_number (r, object, "mean", &mean)
      || !read_number (r, object, "scatter", &scatter) || !read_number (r, object, "slope", &slope))
    return FALSE;
  if (isnan (mean))
    return bad (r, "mean", _ ("a number"), NULL);
  if (component == 2 && spec->n_components < 2)
    return bad (r, "component", _ ("“both”: there is no “fraction”, and so no second component"),
                json_object_get_member (object, "component"));
  spec->drawn |= 1u << p;
  if (component)
    spec->own |= 1u << p;
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    if (component == 0 || component == c + 1)
      {
        spec->axis[c][p].mean = mean;
        spec->axis[c][p].scatter = scatter;
        spec->axis[c][p].slope = slope;
        spec->axis[c][p].shape = shape ? SL_POP_UNIFORM : SL_POP_NORMAL;
      }
  return TRUE;
}

static gboolean
read_correlation (Reader *r, JsonNode *node, SlPopulationSpec *spec)
{
  JsonArray *list = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  int id[2];

  if (!list || json_array_get_length (list) != 3)
    return bad (r, "", _ ("two parameters and a number"), node);
  for (guint i = 0; i < 2; i++)
    {
      JsonNode *name = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_VALUE (name) || json_node_get_value_type (name) != G_TYPE_STRING)
        return bad (r, "", _ ("the name of a parameter"), name);
      if (!read_parameter (r, json_node_get_string (name), &id[i]))
        return FALSE;
    }
  if (!JSON_NODE_HOLDS_VALUE (json_array_get_element (list, 2))
      || (json_node_get_value_type (json_array_get_element (list, 2)) != G_TYPE_DOUBLE
          && json_node_get_value_type (json_array_get_element (list, 2)) != G_TYPE_INT64))
    return bad (r, "", _ ("a number"), json_array_get_element (list, 2));
  spec->correlation[spec->n_correlations].a = id[0];
  spec->correlation[spec->n_correlations].b = id[1];
  spec->correlation[spec->n_correlations++].rho = json_array_get_double_element (list, 2);
  return TRUE;
}

/* Runs of a list, each with its number in messages. */
static gboolean
read_list (Reader *r, JsonObject *top, const char *name, guint most,
           gboolean (*read) (Reader *r, JsonNode *node, SlPopulationSpec *spec), SlPopulationSpec *spec)
{
  JsonArray *list;

  if (!read_array (r, top, name, most, &list))
    return FALSE;
  for (guint i = 0; list && i < json_array_get_length (list); i++)
    {
      g_autofree char *at = g_strdup_printf ("%s[%u].", name, i);
      Reader inner = { r->path, r->templates, at, r->error };

      if (!read (&inner, json_array_get_element (list, i), spec))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_band (const Reader *r, JsonObject *object, const char *name, const SlPopulationSpec *spec, guint *out)
{
  const char *text;

  if (!read_text (r, object, name, &text))
    return FALSE;
  for (guint b = 0; text && b < spec->n_bands; b++)
    if (strcmp (spec->band[b], text) == 0)
      {
        *out = b;
        return TRUE;
      }
  return !text || bad (r, name, _ ("one of the bands"), json_object_get_member (object, name));
}

static gboolean
read_parts (Reader *r, JsonObject *top, SlPopulationSpec *spec)
{
  static const char *const times[] = { "n", "first", "last", NULL }, *const fraction[] = { "mid", "rate",
                                                                                           "low", "high",
                                                                                           NULL };
  static const char *const cut[] = { "blue", "red", "at", "smoothing", NULL };
  static const char *const histogram[] = { "band", "from", "to", "bins", "smoothing", NULL }, *const map[] = {
    "bins", "from", "to", NULL
  };
  static const char *const frame[] = { "rest", "observed" };
  JsonObject *o;
  JsonArray *bands;
  guint observed = spec->observed;
  Reader in = *r;

  if (!read_array (r, top, "bands", SL_POP_MAX_BANDS, &bands)
      || !read_choice (r, top, "frame", frame, 2, &observed))
    return FALSE;
  spec->observed = observed;
  if (bands)
    {
      spec->n_bands = json_array_get_length (bands);
      memset (spec->band, 0, sizeof spec->band);
      for (guint b = 0; b < spec->n_bands; b++)
        {
          JsonNode *node = json_array_get_element (bands, b);

          if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING
              || strlen (json_node_get_string (node)) >= SL_POP_BAND_NAME)
            return bad (r, "bands", _ ("names of filters"), node);
          g_strlcpy (spec->band[b], json_node_get_string (node), SL_POP_BAND_NAME);
        }
      if (!spec->n_bands)
        return bad (r, "bands", _ ("at least one filter"), json_object_get_member (top, "bands"));
      spec->magnitude = spec->blue = spec->red = 0;
    }
  in.at = "times.";
  if (!read_object (r, top, "times", &o)
      || (o
          && (!only (&in, o, times) || !read_count (&in, o, "n", SL_POP_MAX_TIMES, &spec->n_times)
              || !read_number (&in, o, "first", &spec->t_first)
              || !read_number (&in, o, "last", &spec->t_last))))
    return FALSE;
  in.at = "fraction.";
  if (!read_object (r, top, "fraction", &o))
    return FALSE;
  spec->n_components = o ? 2 : 1;
  if (o && !only (&in, o, fraction))
    return FALSE;
  for (guint i = 0; i < 4 && o; i++)
    if (!read_number (&in, o, fraction[i], &spec->fraction[i]))
      return FALSE;
  in.at = "cut.";
  if (!read_object (r, top, "cut", &o)
      || (o
          && (!only (&in, o, cut) || !read_band (&in, o, "blue", spec, &spec->blue)
              || !read_band (&in, o, "red", spec, &spec->red) || !read_number (&in, o, "at", &spec->cut)
              || !read_number (&in, o, "smoothing", &spec->cut_width))))
    return FALSE;
  in.at = "histogram.";
  if (!read_object (r, top, "histogram", &o)
      || (o && (!only (&in, o, histogram) || !read_band (&in, o, "band", spec, &spec->magnitude)
                || !read_number (&in, o, "from", &spec->bin_lo) || !read_number (&in, o, "to", &spec->bin_hi)
                || !read_count (&in, o, "bins", SL_POP_MAX_BINS, &spec->n_bins)
                || !read_number (&in, o, "smoothing", &spec->bin_width))))
    return FALSE;
  in.at = "map.";
  return read_object (r, top, "map", &o)
         && (!o
             || (only (&in, o, map) && read_count (&in, o, "bins", SL_POP_MAX_MAP, &spec->n_map)
                 && read_number (&in, o, "from", &spec->map_lo)
                 && read_number (&in, o, "to", &spec->map_hi)));
}

static gboolean
read_base (const Reader *r, JsonObject *top, SlGalaxy *base)
{
  g_auto (SlGalaxySettings) said = { 0 };
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  JsonArray *list;

  if (!read_array (r, top, "galaxy", 200, &list))
    return FALSE;
  for (guint i = 0; list && i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return bad (r, "galaxy", _ ("settings such as “redshift=0.5”"), node);
      g_ptr_array_add (texts, (gpointer) json_node_get_string (node));
    }
  g_ptr_array_add (texts, NULL);
  if (!sl_galaxy_settings_parse (&said, (const char *const *) texts->pdata, r->error)
      || (said.lines_off && r->templates && !sl_galaxy_settings_find_lines (&said, r->templates, r->error)))
    {
      g_prefix_error (r->error, "%s: galaxy: ", r->path);
      return FALSE;
    }
  if (said.lines_off && !r->templates)
    {
      g_set_error (r->error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("%s: galaxy: lines are switched off in “starloom population” only; take lines_off "
                      "away"),
                   r->path);
      return FALSE;
    }
  sl_galaxy_settings_apply (&said, base);
  return TRUE;
}

static gboolean
read_top (Reader *r, JsonNode *root, SlPopulationSpec *spec, SlPopCatalogue **catalogue)
{
  static const char *const members[] = {
    "format",    "version",       "comment",   "seed",     "galaxy",       "times",
    "frame",     "bands",         "gas",       "dust",     "burst",        "tied_metals",
    "tied_dust", "distributions", "pivot",     "fraction", "correlations", "cut",
    "histogram", "map",           "catalogue", NULL
  };
  const struct {
    const char *name;
    gboolean *to;
  } flags[] = { { "gas", &spec->gas },
                { "dust", &spec->dust },
                { "burst", &spec->burst },
                { "tied_metals", &spec->tied_metals },
                { "tied_dust", &spec->tied_dust } };
  JsonObject *top = root && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  const char *format = NULL, *file = NULL;
  double version = NAN, seed = spec->seed;

  if (!top)
    return bad (r, "", "{ \"format\": \"" FORMAT "\" … }", root);
  if (!read_text (r, top, "format", &format))
    return FALSE;
  if (g_strcmp0 (format, FORMAT) != 0)
    return bad (r, "format", "\"" FORMAT "\"", json_object_get_member (top, "format"));
  if (!only (r, top, members) || !read_number (r, top, "version", &version))
    return FALSE;
  if (version != VERSION)
    return bad (r, "version", G_STRINGIFY (VERSION), json_object_get_member (top, "version"));
  if (!read_number (r, top, "seed", &seed))
    return FALSE;
  if (seed < 0.0 || seed != floor (seed) || seed > 9007199254740992.0)
    return bad (r, "seed", _ ("a whole number"), json_object_get_member (top, "seed"));
  spec->seed = seed;
  for (guint i = 0; i < G_N_ELEMENTS (flags); i++)
    if (!read_boolean (r, top, flags[i].name, flags[i].to))
      return FALSE;
  if (!read_base (r, top, &spec->base) || !read_number (r, top, "pivot", &spec->pivot)
      || !read_parts (r, top, spec) || !read_text (r, top, "catalogue", &file))
    return FALSE;
  for (guint c = 0; c < SL_POP_MAX_COMPONENTS; c++)
    for (int p = 0; p < SL_POP_N; p++)
      spec->axis[c][p].mean = spec->base.value[sl_pop_param (p)];
  if (file)
    {
      g_autofree char *described = g_canonicalize_filename (r->path, NULL),
                      *folder = g_path_get_dirname (described);
      g_autofree char *path = g_canonicalize_filename (file, folder);

      if (!(*catalogue = sl_population_catalogue_load (path, r->error)))
        return FALSE;
      spec->catalogue = *catalogue;
    }
  return read_list (r, top, "distributions", 2 * SL_POP_N, read_distribution, spec)
         && read_list (r, top, "correlations", SL_POP_MAX_CORRELATIONS, read_correlation, spec);
}

gboolean
sl_population_file_load (const char *path, const SlTemplates *templates, SlPopulationSpec *spec,
                         SlPopCatalogue **catalogue, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;
  gsize length;
  SlPopulationSpec made;
  Reader reader = { path, templates, "", error };

  *catalogue = NULL;
  if (!g_file_get_contents (path, &text, &length, &cause))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_FILE, "%s", cause->message);
      return FALSE;
    }
  if (length > MOST_BYTES || !g_utf8_validate (text, length, NULL)
      || !json_parser_load_from_data (parser, text, length, &cause))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_DATA,
                   _ ("%s: expected a description of a population in JSON; %s"), path,
                   cause ? cause->message : _ ("it is no text, or too long"));
      return FALSE;
    }
  sl_population_spec_init (&made);
  made.drawn = 0;
  if (!read_top (&reader, json_parser_get_root (parser), &made, catalogue)
      || !sl_population_spec_check (&made, &cause))
    {
      if (cause)
        g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, "%s: %s", path, cause->message);
      g_clear_pointer (catalogue, sl_pop_catalogue_free);
      return FALSE;
    }
  *spec = made;
  return TRUE;
}

/* ------------------------------------------------------------------ writing */

static void
add_text (JsonBuilder *b, const char *name, const char *text)
{
  json_builder_set_member_name (b, name);
  json_builder_add_string_value (b, text);
}

static void
add_number (JsonBuilder *b, const char *name, double value)
{
  json_builder_set_member_name (b, name);
  json_builder_add_double_value (b, value);
}

static void
add_flag (JsonBuilder *b, const char *name, gboolean value)
{
  json_builder_set_member_name (b, name);
  json_builder_add_boolean_value (b, value);
}

static void
add_distributions (JsonBuilder *b, const SlPopulationSpec *spec)
{
  json_builder_set_member_name (b, "distributions");
  json_builder_begin_array (b);
  for (int p = 0; p < SL_POP_N; p++)
    {
      const gboolean apart = spec->n_components > 1 && spec->own >> p & 1;

      for (guint c = 0; spec->drawn >> p & 1 && c < (apart ? 2u : 1u); c++)
        {
          json_builder_begin_object (b);
          add_text (b, "parameter", sl_param_info (sl_pop_param (p))->name);
          add_text (b, "component", component_names[apart ? c + 1 : 0]);
          add_text (b, "shape", shape_names[spec->axis[c][p].shape == SL_POP_UNIFORM]);
          add_number (b, "mean", spec->axis[c][p].mean);
          add_number (b, "scatter", spec->axis[c][p].scatter);
          add_number (b, "slope", spec->axis[c][p].slope);
          json_builder_end_object (b);
        }
    }
  json_builder_end_array (b);
}

static void
add_parts (JsonBuilder *b, const SlPopulationSpec *spec)
{
  static const char *const fraction[] = { "mid", "rate", "low", "high" };

  json_builder_set_member_name (b, "times");
  json_builder_begin_object (b);
  add_number (b, "n", spec->n_times);
  add_number (b, "first", spec->t_first);
  add_number (b, "last", spec->t_last);
  json_builder_end_object (b);
  json_builder_set_member_name (b, "bands");
  json_builder_begin_array (b);
  for (guint i = 0; i < spec->n_bands; i++)
    json_builder_add_string_value (b, spec->band[i]);
  json_builder_end_array (b);
  if (spec->n_components > 1)
    {
      json_builder_set_member_name (b, "fraction");
      json_builder_begin_object (b);
      for (guint i = 0; i < 4; i++)
        add_number (b, fraction[i], spec->fraction[i]);
      json_builder_end_object (b);
    }
  json_builder_set_member_name (b, "correlations");
  json_builder_begin_array (b);
  for (guint i = 0; i < spec->n_correlations; i++)
    {
      json_builder_begin_array (b);
      json_builder_add_string_value (b, sl_param_info (sl_pop_param (spec->correlation[i].a))->name);
      json_builder_add_string_value (b, sl_param_info (sl_pop_param (spec->correlation[i].b))->name);
      json_builder_add_double_value (b, spec->correlation[i].rho);
      json_builder_end_array (b);
    }
  json_builder_end_array (b);
  json_builder_set_member_name (b, "cut");
  json_builder_begin_object (b);
  add_text (b, "blue", spec->band[spec->blue]);
  add_text (b, "red", spec->band[spec->red]);
  add_number (b, "at", spec->cut);
  add_number (b, "smoothing", spec->cut_width);
  json_builder_end_object (b);
  json_builder_set_member_name (b, "histogram");
  json_builder_begin_object (b);
  add_text (b, "band", spec->band[spec->magnitude]);
  add_number (b, "from", spec->bin_lo);
  add_number (b, "to", spec->bin_hi);
  add_number (b, "bins", spec->n_bins);
  add_number (b, "smoothing", spec->bin_width);
  json_builder_end_object (b);
  json_builder_set_member_name (b, "map");
  json_builder_begin_object (b);
  add_number (b, "bins", spec->n_map);
  add_number (b, "from", spec->map_lo);
  add_number (b, "to", spec->map_hi);
  json_builder_end_object (b);
}

gboolean
sl_population_file_save (const char *path, const SlTemplates *templates, const SlPopulationSpec *spec,
                         GError **error)
{
  g_autoptr (JsonBuilder) b = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;
  g_auto (GStrv) settings =
      sl_galaxy_settings_list (&spec->base, "",
                                 templates ? (const char *const *) templates->line_name : NULL,
                                 templates ? MIN (templates->n_line, SL_MAX_LINES) : 0);
  g_autoptr (GError) cause = NULL;

  json_builder_begin_object (b);
  add_text (b, "format", FORMAT);
  json_builder_set_member_name (b, "version");
  json_builder_add_int_value (b, VERSION);
  json_builder_set_member_name (b, "seed");
  json_builder_add_int_value (b, spec->seed);
  json_builder_set_member_name (b, "galaxy");
  json_builder_begin_array (b);
  for (guint i = 0; settings && settings[i]; i++)
    json_builder_add_string_value (b, settings[i]);
  json_builder_end_array (b);
  add_text (b, "frame", spec->observed ? "observed" : "rest");
  add_flag (b, "gas", spec->gas);
  add_flag (b, "dust", spec->dust);
  add_flag (b, "burst", spec->burst);
  add_flag (b, "tied_metals", spec->tied_metals);
  add_flag (b, "tied_dust", spec->tied_dust);
  add_number (b, "pivot", spec->pivot);
  add_distributions (b, spec);
  add_parts (b, spec);
  if (spec->catalogue && spec->catalogue->path)
    {
      g_autofree char *described = g_canonicalize_filename (path, NULL),
                      *folder = g_path_get_dirname (described);
      const char *whole = spec->catalogue->path;
      const gsize n = strlen (folder);

      add_text (b, "catalogue", g_str_has_prefix (whole, folder) && whole[n] == '/' ? whole + n + 1 : whole);
    }
  json_builder_end_object (b);
  root = json_builder_get_root (b);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  if (json_generator_to_file (generator, path, &cause))
    return TRUE;
  g_set_error (error, SL_ERROR, SL_ERROR_FILE, "%s", cause->message);
  return FALSE;
}
