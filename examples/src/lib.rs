//! Short programs a user would start from; see the `examples` folder.
