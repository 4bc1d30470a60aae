"""The rules of each stage, one file a stage; every function takes a draft and what happened."""
