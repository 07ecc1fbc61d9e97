# The completions of four come from `four init fish`. fish loads the first file of this name that it finds: without this one, it would
# add what it has read in the man page.
