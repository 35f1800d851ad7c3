"""What the world says: files of ours and of others are read, problems named with their place."""
